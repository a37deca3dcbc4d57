package pfm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import pfm.Backends;
import pfm.Kernels;
import pfm.MediumPropagator;
import pfm.field.Field;
import pfm.field.Precision;
import pfm.optics.MediumGradient;
import pfm.optics.SplitStep;

class ModeBasisTest {
    private static final double LIGHT = 0.3;

    private final Arena arena = Arena.ofShared();
    private final Kernels kernels = Backends.named("reference").open();
    private final LabelledImages images = Examples.quadrants(13, 1);

    @AfterEach
    void close() {
        kernels.close();
        arena.close();
    }

    private ModeBasis basis(Network network) {
        ModeBasis basis = new ModeBasis(network, kernels, Precision.FLOAT64, arena);
        basis.propagate();
        return basis;
    }

    @ParameterizedTest
    @EnumSource(Readout.class)
    void gradientEqualsThatOfPropagatingEveryImage(Readout readout) {
        Network network = Examples.masked(readout, arena);
        ModeBasis basis = basis(network);
        NetworkGradient gradient = basis.gradient();
        Evaluation found = basis.differentiate(basis.plan(images), 0, gradient);

        SplitStep spec = network.splitStep(arena);
        MediumPropagator optics = kernels.splitStep(spec);
        MediumGradient direct = MediumGradient.zeros(spec, Precision.FLOAT64, arena);
        Field in = Field.zeros(network.grid(), 1, Precision.FLOAT64, arena);
        Field out = Field.zeros(network.grid(), 1, Precision.FLOAT64, arena);
        Readings readings = new Readings(network, 1);
        LossHead head = new LossHead(network);
        List<Region> regions = network.detectors().regions();
        double loss = 0;
        for (int i = 0; i < images.count(); i++) {
            float[] amplitude = new float[network.encoding().modes()];
            network.encoding().amplitudes(images, i, amplitude);
            for (int m = 0; m < amplitude.length; m++) {
                network.encoding().place(in, 0, m, amplitude[m]);
            }
            optics.propagate(in, out);
            readings.detect(0, network.detectors(), out, 0);
            double[] power = readings.powers();
            loss += head.loss(power, images.label(i)) / images.count();
            double[] cotangent = new double[power.length];
            head.pullBack(1.0 / images.count(), cotangent, List.of());
            Field back = Field.zeros(network.grid(), 1, Precision.FLOAT64, arena);
            for (int r = 0; r < regions.size(); r++) {
                for (int y = regions.get(r).y(); y < regions.get(r).y() + regions.get(r).height(); y++) {
                    for (int x = regions.get(r).x(); x < regions.get(r).x() + regions.get(r).width(); x++) {
                        back.set(0, y, x, 2 * cotangent[r] * out.re(0, y, x), 2 * cotangent[r] * out.im(0, y, x));
                    }
                }
            }
            optics.gradient(in, back, back, direct);
        }
        // Two orders of summation in float64 over 24 modes, 13 images and 360 samples: √(their product)·u = 4e-14.
        assertEquals(loss, found.loss(), 1e-12 * loss);
        double largest = 0;
        double difference = 0;
        for (int layer : new int[] {1, 3}) {
            Layer.PhaseMask mask = (Layer.PhaseMask) network.layers().get(layer);
            for (int i = 0; i < mask.phase().count(); i++) {
                double expected = direct.phase(layer).orElseThrow().get(mask.sample(network.grid(), i));
                largest = Math.max(largest, Math.abs(expected));
                difference = Math.max(difference, Math.abs(expected - gradient.of(layer, i)));
            }
        }
        assertTrue(largest > 1e-4, "gradient is there: " + largest);
        assertTrue(difference <= 1e-11 * largest, difference + " of " + largest);
    }

    @Test
    void gradientOfMasksSlabsAndWeightsEqualsCentralDifferences() {
        Network network = Examples.trainable(arena);
        ModeBasis basis = basis(network);
        ImageSet set = basis.plan(images);
        NetworkGradient gradient = basis.gradient();
        basis.differentiate(set, LIGHT, gradient);
        for (TrainedValues values : TrainedValues.of(network)) {
            double largest = 0;
            double difference = 0;
            for (int i = 0; i < values.count(); i += 1 + values.count() / 12) {
                // The values are float32, so the step is read back. Truncation: h²/6 of the third derivative, 1.6e-7
                // for h = 1e-3 in units where the derivatives are of order one; allowed: 1e-5 of the largest
                // derivative.
                double expected = difference(network, basis, set, values.values(), i, 1e-3 * values.unit());
                largest = Math.max(largest, Math.abs(expected));
                difference = Math.max(difference, Math.abs(expected - gradient.of(values.layer(), i)));
            }
            assertTrue(largest > 0, "layer " + values.layer() + " has a gradient");
            assertTrue(difference <= 1e-5 * largest,
                    "layer " + values.layer() + ": " + difference + " of " + largest);
        }
    }

    private double difference(
            Network network, ModeBasis basis, ImageSet set, MemorySegment values, int i, double h) {
        float value = values.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i);
        double[] at = new double[2];
        double[] loss = new double[2];
        for (int sign = 0; sign < 2; sign++) {
            float moved = (float) (value + (2 * sign - 1) * h);
            values.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, moved);
            basis.propagate();
            at[sign] = moved;
            Evaluation found = basis.evaluate(set);
            loss[sign] = found.loss() - LIGHT * logLight(network);
        }
        values.setAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, i, value);
        return (loss[1] - loss[0]) / (at[1] - at[0]);
    }

    /** Mean of the logarithm of the part of the incident power on detectors. */
    private double logLight(Network network) {
        Readings readings = new Inference(network, kernels, Precision.FLOAT64, 13, 1, arena).run(images);
        double sum = 0;
        for (int i = 0; i < images.count(); i++) {
            double power = 0;
            for (int r = 0; r < network.detectors().regions().size(); r++) {
                power += readings.power(i, r);
            }
            sum += Math.log(power / readings.incident(i));
        }
        return sum / images.count();
    }

    @Test
    void evaluationEqualsThatOfPropagatingEveryImage() {
        Network network = Examples.trainable(arena);
        ModeBasis basis = basis(network);
        Evaluation byModes = basis.evaluate(basis.plan(images));
        Readings byImages = new Inference(network, kernels, Precision.FLOAT64, 5, 1, arena).run(images);
        assertEquals(byImages.accuracy(images), byModes.accuracy());
        assertEquals(byImages.light(), byModes.light(), 1e-12);
        double loss = 0;
        for (int i = 0; i < images.count(); i++) {
            double sum = 0;
            for (int k = 0; k < 4; k++) {
                sum += Math.exp(byImages.score(i, k) - byImages.score(i, images.label(i)));
            }
            loss += Math.log(sum) / images.count();
        }
        // Scores of the inference come from float32 products of the crossbar: 2·√5·2^-24 of values below 4.
        assertEquals(loss, byModes.loss(), 2e-6);
    }

    @Test
    void aSecondGradientReplacesTheFirst() {
        ModeBasis basis = basis(Examples.trainable(arena));
        ImageSet set = basis.plan(images);
        NetworkGradient gradient = basis.gradient();
        List<Double> first = new ArrayList<>();
        basis.differentiate(set, LIGHT, gradient);
        for (int layer : new int[] {1, 2, 5}) {
            first.add(gradient.of(layer, 7));
        }
        basis.differentiate(set, LIGHT, gradient);
        assertEquals(first, Arrays.asList(gradient.of(1, 7), gradient.of(2, 7), gradient.of(5, 7)));
    }

    @Test
    void moreModesThanFitABatchAreSplit() {
        try (Arena ofTest = Arena.ofShared()) {
            Diffractive design =
                    new Diffractive(new Encoding(9, 9, 1, 1), 0.75e-3, 0.4e-3, 4e-3, 1, 12, 20, 4, 2, 1, 10);
            ModeBasis basis = new ModeBasis(design.network(1, 1, ofTest), kernels, Precision.FLOAT64, ofTest);
            basis.propagate();
            byte[] pixels = new byte[81 * 3];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (i * 37);
            }
            LabelledImages large = new LabelledImages(9, 9, pixels, new byte[3]);
            Readings direct = new Inference(design.network(1, 1, ofTest), kernels, Precision.FLOAT64, 2, 1, ofTest)
                    .run(large);
            assertEquals(direct.light(), basis.evaluate(basis.plan(large)).light(), 1e-12);
        }
    }


    @Test
    void imagesOfAnotherSizeAndUnknownLabelsAreRefused() {
        ModeBasis basis = basis(Examples.trainable(arena));
        LabelledImages turned = new LabelledImages(4, 6, new byte[24], new byte[1]);
        assertEquals("images must be of 6x4 pixels for this network, were of 4x6",
                assertThrows(IllegalArgumentException.class, () -> basis.plan(turned)).getMessage());
        LabelledImages fifth = new LabelledImages(6, 4, new byte[24], new byte[] {4});
        assertEquals("label of image 0 must be below 4, the classes of the network, was 4",
                assertThrows(IllegalArgumentException.class, () -> basis.plan(fifth)).getMessage());
    }
}

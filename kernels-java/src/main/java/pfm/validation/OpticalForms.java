package pfm.validation;

import java.util.ArrayList;
import java.util.List;

import pfm.MatVec;
import pfm.analog.Detection;
import pfm.analog.OpticalProduct;
import pfm.field.Matrix;
import pfm.field.Precision;

/** Closed forms of detection: mean and variance of what is counted, against theory. */
final class OpticalForms {
    private static final int OUTPUTS = 40;
    private static final int INPUTS = 30;
    private static final int BATCH = 500;
    /** Of a statistic over independent draws; the seed is fixed, so that a right backend passes always. */
    private static final double SIGMAS = 4.5;

    private OpticalForms() {
    }

    static List<ClosedForm> all() {
        return List.of(new ClosedForm("shot-noise", OpticalForms::shotNoise),
                new ClosedForm("clicks-of-single-photons", OpticalForms::clicks),
                new ClosedForm("noise-of-a-photodiode", OpticalForms::photodiode));
    }

    /** Results have the mean W x and the variance {@code (S K/(photons n))² F}, with F the mean count. */
    private static List<Finding> shotNoise(Setting s) {
        double photons = 3;
        Matrix w = Seeded.matrix(OUTPUTS, INPUTS, -1, 1, Precision.FLOAT32, 1, s.arena());
        Matrix x = Seeded.matrix(BATCH, INPUTS, 0, 2, s.precision(), 2, s.arena());
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < OUTPUTS * INPUTS; i++) {
            low = Math.min(low, w.get(i / INPUTS, i % INPUTS));
            high = Math.max(high, w.get(i / INPUTS, i % INPUTS));
        }
        double least = low;
        double span = high - low;
        return statistics("shot noise", results(s, w, x, new Detection.ShotNoise(photons)), w, x, (product, sum) -> {
            double mean = photons * INPUTS * (product - least * sum) / (span * sum);
            return sum * span / (photons * INPUTS) * Math.sqrt(mean);
        });
    }

    /** Currents have the mean W x and the variance {@code (4kT B/R + 2q (R P + I_d) B)/(R·watts)²}. */
    private static List<Finding> photodiode(Setting s) {
        Matrix w = Seeded.matrix(OUTPUTS, INPUTS, -1, 1, Precision.FLOAT32, 1, s.arena());
        Matrix x = Seeded.matrix(BATCH, INPUTS, -1, 1, s.precision(), 2, s.arena());
        Detection.Photodiode diode = new Detection.Photodiode(2e-9, 0.7, 1e9, 310, 1e5, 3e-10);
        return statistics("photodiode", results(s, w, x, diode), w, x, (product, sum) -> Math.sqrt(
                4 * 1.380649e-23 * 310 * 1e9 / 1e5
                + 2 * 1.602176634e-19 * (0.7 * 2e-9 * Math.abs(product) + 3e-10) * 1e9) / (0.7 * 2e-9));
    }

    /** Fields of equal strength click with {@code p = 1 − exp(−z²)}, and the sign of the field is kept. */
    private static List<Finding> clicks(Setting s) {
        Matrix w = Matrix.of(new float[][] {{0.1f}, {-0.5f}, {1}, {-2}}, s.arena());
        Matrix x = Matrix.zeros(BATCH * 10, 1, s.precision(), s.arena());
        for (int b = 0; b < x.rows(); b++) {
            x.set(b, 0, 1);
        }
        Matrix y = results(s, w, x, new Detection.SinglePhoton(3));
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < w.rows(); i++) {
            double z = w.get(i, 0);
            double p = -Math.expm1(-z * z);
            double sum = 0;
            for (int b = 0; b < y.rows(); b++) {
                sum += y.get(b, i);
            }
            findings.add(new Finding("mean of clicks for a field of " + z, Math.copySign(p, z), sum / y.rows(),
                    SIGMAS * Math.sqrt(p * (1 - p) / (3.0 * y.rows())), SIGMAS + " deviations of a binomial mean"));
        }
        return findings;
    }

    private static Matrix results(Setting s, Matrix w, Matrix x, Detection detection) {
        MatVec plan = s.kernels().opticalProduct(new OpticalProduct(w, detection, 7));
        Matrix y = Matrix.zeros(x.rows(), w.rows(), s.precision(), s.arena());
        plan.multiply(x, y);
        return y;
    }

    private interface Deviation {
        double of(double product, double sumOfInputs);
    }

    /** Mean, mean square and correlation of neighbours of what is left when the product is taken away. */
    private static List<Finding> statistics(String what, Matrix y, Matrix w, Matrix x, Deviation deviation) {
        double mean = 0;
        double square = 0;
        double neighbours = 0;
        double fourth = 0;
        for (int b = 0; b < y.rows(); b++) {
            double before = 0;
            for (int i = 0; i < w.rows(); i++) {
                double product = 0;
                double sum = 0;
                for (int j = 0; j < w.columns(); j++) {
                    product += w.get(i, j) * x.get(b, j);
                    sum += x.get(b, j);
                }
                double r = (y.get(b, i) - product) / deviation.of(product, sum);
                mean += r;
                square += r * r;
                fourth += r * r * r * r;
                neighbours += r * before;
                before = r;
            }
        }
        double count = (double) y.rows() * w.rows();
        String reason = SIGMAS + " deviations of a mean of independent draws";
        double spread = Math.sqrt(Math.max(0.5, fourth / count - 1) / count);
        return List.of(
                new Finding(what + ", mean in deviations", 0, mean / count, SIGMAS / Math.sqrt(count), reason),
                new Finding(what + ", variance over that of theory", 1, square / count, SIGMAS * spread, reason),
                new Finding(what + ", correlation of neighbours", 0, neighbours / count, SIGMAS / Math.sqrt(count),
                        reason));
    }
}

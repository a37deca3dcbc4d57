package pfm.analog;

import pfm.noise.NoiseRow;
import pfm.noise.NoiseStream;

/**
 * For backends: how the outputs of a part of the inputs differ from each other for good.
 *
 * @param noise deviation of the noise of each output
 * @param curve bend of the curve of each output
 */
public record OutputSpread(float[] noise, float[] curve) {
    /** Draws those of part {@code inputTile} of the inputs. */
    public static OutputSpread of(Crossbar spec, int inputTile) {
        OutputStage output = spec.tile().output();
        ArrayEffects effects = spec.tile().effects();
        float[] noise = new float[spec.outputs()];
        float[] curve = new float[spec.outputs()];
        NoiseRow ofNoise = new NoiseRow(spec.seed(), NoiseStream.TOLERANCE, 0, inputTile, 0);
        NoiseRow ofCurve = new NoiseRow(spec.seed(), NoiseStream.TOLERANCE, 1, inputTile, 0);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = output.noise() * (output.noiseSpread() == 0 ? 1
                    : Math.abs(1 + output.noiseSpread() * ofNoise.normal(i)));
            curve[i] = effects.curve() * (effects.curveSpread() == 0 ? 1
                    : 1 + effects.curveSpread() * ofCurve.normal(i));
        }
        return new OutputSpread(noise, curve);
    }
}

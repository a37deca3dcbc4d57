package pfm.validation.mutants;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import pfm.Kernels;
import pfm.MatVec;
import pfm.analog.Detection;
import pfm.analog.OpticalProduct;
import pfm.field.Matrix;

/** Products of light with one mistake each. */
final class OpticalMutants {
    private OpticalMutants() {
    }

    static Map<String, UnaryOperator<Kernels>> all() {
        Map<String, UnaryOperator<Kernels>> mutants = new LinkedHashMap<>();
        mutants.put("one photon too many in a hundred", device(p -> p.detection() instanceof Detection.ShotNoise s
                ? with(p, new Detection.ShotNoise(s.photons() * 1.01), p.seed()) : p));
        mutants.put("another seed", device(p -> with(p, p.detection(), p.seed() + 1)));
        mutants.put("another seed where outputs are odd in number", device(p -> with(p, p.detection(),
                p.outputs() % 2 == 1 && p.outputs() > 1 ? p.seed() + 1 : p.seed())));
        mutants.put("one shot too few", device(p -> p.detection() instanceof Detection.SinglePhoton s
                ? with(p, new Detection.SinglePhoton(s.shots() - 1), p.seed()) : p));
        mutants.put("the room is a degree warmer", device(p -> p.detection() instanceof Detection.Photodiode d
                ? with(p, new Detection.Photodiode(d.watts(), d.responsivity(), d.bandwidth(), d.temperature() + 1,
                d.load(), d.darkCurrent()), p.seed()) : p));
        mutants.put("noise of the vector before", right -> new Tampered(right) {
            @Override
            void multiply(MatVec product, Matrix x, Matrix y) {
                product.seek(1);
                product.multiply(x, y);
            }
        });
        mutants.put("the sign is lost", right -> new Tampered(right) {
            @Override
            void multiply(MatVec product, Matrix x, Matrix y) {
                product.multiply(x, y);
                for (int b = 0; b < y.rows(); b++) {
                    for (int i = 0; i < y.columns(); i++) {
                        y.set(b, i, Math.abs(y.get(b, i)));
                    }
                }
            }
        });
        mutants.put("a weight is misread", device(p -> {
            Matrix changed = p.weights().as(p.weights().precision(), Arena.ofAuto());
            changed.set(0, 0, 0.9 * changed.get(0, 0) + 0.05);
            return new OpticalProduct(changed, p.detection(), p.seed());
        }));
        return mutants;
    }

    private static OpticalProduct with(OpticalProduct product, Detection detection, long seed) {
        return new OpticalProduct(product.weights(), detection, seed);
    }

    private static UnaryOperator<Kernels> device(UnaryOperator<OpticalProduct> change) {
        return right -> new Tampered(right) {
            @Override
            OpticalProduct instead(OpticalProduct spec) {
                return change.apply(spec);
            }
        };
    }
}

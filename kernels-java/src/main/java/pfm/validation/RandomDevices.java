package pfm.validation;

import static pfm.quantity.Units.uS;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import pfm.CrossbarProduct;
import pfm.analog.ArrayEffects;
import pfm.analog.Cell;
import pfm.analog.CellArray;
import pfm.analog.Converter;
import pfm.analog.Crossbar;
import pfm.analog.ExactCell;
import pfm.analog.FixedResistor;
import pfm.analog.InputScaling;
import pfm.analog.InputStage;
import pfm.analog.Mapping;
import pfm.analog.NormalSpread;
import pfm.analog.OutputStage;
import pfm.analog.Parasitics;
import pfm.analog.Pcm;
import pfm.analog.PcmPolynomial;
import pfm.analog.RandomError;
import pfm.analog.ReRam;
import pfm.analog.StuckCells;
import pfm.analog.Tile;
import pfm.analog.WeightNoise;
import pfm.analog.WeightScaling;
import pfm.analog.WeightSlicing;
import pfm.field.Matrix;
import pfm.field.Precision;
import pfm.validation.RandomKernel.Extent;
import pfm.validation.Tolerance.ReadOuts;

/** Random crossbars of integers, of memory cells, and of tiles with any of the imperfections together. */
final class RandomDevices {
    private static final int DIRECTION = 20;
    private static final int CELL = 21;
    private static final int MAPPING = 22;
    private static final int SCALING = 23;
    private static final int SLICING = 24;
    private static final int LINES = 25;
    private static final int AGE = 26;
    private static final int SIDE = 27;
    private static final int FIRST_FACTOR = 30;
    private static final int OPTION = 50;
    /** Inputs and outputs where lines have resistance: each tile is a network to be solved. */
    private static final int MOST_LINES = 48;

    private final Draws draws;

    private RandomDevices(Draws draws) {
        this.draws = draws;
    }

    static RandomKernel integers(Draws draws) {
        Direction direction = draws.among(DIRECTION, Direction.FORWARD, Direction.ADJOINT);
        int low = draws.among(CELL, -128, -128, 100, -128);
        int high = low == 100 ? 128 : draws.among(MAPPING, 128, -100, 2);
        return RandomProducts.product("integers from " + low + " to " + (high - 1) + ", " + direction.suffix()
                .substring(1), direction, s -> IntegerWorkloads.of("", s[0], s[1], s[2], direction, low, high));
    }

    static RandomKernel cells(Draws draws) {
        return new RandomDevices(draws).cells();
    }

    static RandomKernel tile(Draws draws) {
        return new RandomDevices(draws).tile();
    }

    private RandomKernel cells() {
        Direction direction = draws.among(DIRECTION, Direction.FORWARD, Direction.ADJOINT);
        Cell cell = cell();
        boolean lines = !cell.mayBeNegative() && draws.chance(LINES, 0.25);
        CellArray array = new CellArray(cell, draws.among(MAPPING, Mapping.values()),
                draws.among(SCALING, WeightScaling.values()), draws.chance(SLICING, 0.3)
                ? Optional.of(new WeightSlicing(3 + draws.below(SLICING + 100, 6), 1 + draws.below(SLICING + 200, 4)))
                : Optional.empty(), lines ? Parasitics.of(factor(0, 1e-5, 1e-3)) : Parasitics.NONE,
                draws.chance(AGE + 100, 0.3));
        double seconds = draws.chance(AGE, 0.5) ? 0 : draws.magnitude(AGE + 200, 1, 1e8);
        int side = draws.among(SIDE, 16, 32, 40, 100, 512);
        String description = String.format(Locale.ROOT, "%s after %.3g s, tiles of %d, %s", array, seconds, side,
                direction.suffix().substring(1));
        List<Extent> extents = lines ? List.of(new Extent("outputs", MOST_LINES), new Extent("inputs", MOST_LINES),
                new Extent("batch", 20)) : RandomProducts.EXTENTS;
        return RandomProducts.product(description, extents, direction, s -> new Workload("",
                (kernels, precision, arena) -> {
            Matrix w = Seeded.matrix(s[0], s[1], -1, 1, Precision.FLOAT32, 1, arena);
            Crossbar spec = new Crossbar(w, Optional.of(array), Tile.IDEAL.withSize(side, side), draws.seed());
            CrossbarProduct plan = kernels.crossbar(spec);
            plan.moveTo(seconds);
            boolean adjoint = direction == Direction.ADJOINT;
            Matrix in = Seeded.matrix(s[2], s[adjoint ? 0 : 1], -2, 2, precision, 2, arena);
            Matrix out = Matrix.zeros(s[2], s[adjoint ? 1 : 0], precision, arena);
            int length = s[adjoint ? 0 : 1];
            return new Trial(spec.cost(s[2], precision),
                    new ReadOuts(length, Math.ceilDiv(length, side) * TileWorkloads.OPERATIONS),
                    adjoint ? () -> plan.adjoint(in, out) : () -> plan.multiply(in, out),
                    List.of(Output.of("out", out)));
        }));
    }

    private Cell cell() {
        return draws.<Supplier<Cell>>among(CELL,
                () -> new ExactCell(uS(factor(0, 0, 5)), uS(25)),
                () -> new Pcm(uS(factor(0, 0, 2)), uS(25), 20, 250e-9, factor(1, 0, 2), factor(2, 0, 2),
                        factor(3, 0, 2), factor(4, 0, 2)),
                () -> new PcmPolynomial(uS(180)),
                () -> new ReRam(uS(factor(0, 0, 2)), uS(40), factor(1, 0, 2)),
                () -> draws.chance(FIRST_FACTOR, 0.5) ? NormalSpread.pcm() : NormalSpread.rram(),
                () -> new RandomError(uS(factor(0, 0, 5)), uS(25), draws.among(FIRST_FACTOR + 1,
                        RandomError.Distribution.values()), draws.among(FIRST_FACTOR + 2, RandomError.Growth.values()),
                        factor(3, 0, 0.2)),
                () -> new FixedResistor(1e-6, 1e-4, factor(0, 0, 0.14)),
                () -> new StuckCells(new ExactCell(uS(1), uS(100)), factor(0, 0, 0.1), factor(1, 0, 0.1))).get();
    }

    private double factor(int n, double low, double high) {
        return draws.uniform(FIRST_FACTOR + n, low, high);
    }

    /** An ADC, and every imperfection with even chances. */
    private RandomKernel tile() {
        int side = draws.among(SIDE, 32, 40, 100, 512);
        InputStage in = new InputStage(draws.chance(OPTION, 0.5) ? new InputScaling.AbsMax()
                : new InputScaling.Constant(2), draws.chance(OPTION + 1, 0.7) ? CrossbarWorkloads.DAC : Converter.IDEAL,
                option(2, 0.05), option(3, 0.1));
        WeightNoise noise = draws.among(OPTION + 4, new WeightNoise.None(),
                new WeightNoise.Additive((float) factor(4, 0, 0.05)),
                new WeightNoise.PcmRead((float) factor(4, 0, 0.05)));
        ArrayEffects effects = new ArrayEffects(option(5, 40), option(6, 0.01), 0.2f, option(7, 0.1), noise,
                1 + option(8, 0.2), option(9, 0.02), option(10, 0.3));
        OutputStage out = new OutputStage(option(11, 0.2), option(12, 0.2), option(13, 0.3),
                Converter.ofBits(6 + draws.below(OPTION + 14, 4), 2 + draws.below(OPTION + 15, 12)),
                draws.chance(OPTION + 16, 0.5), 1 - option(17, 0.5));
        Tile tile = new Tile(side, side, in, effects, out);
        return RandomProducts.product("all at once: " + tile, Direction.FORWARD, s -> CrossbarWorkloads.of("", s[0],
                s[1], s[2], Direction.FORWARD, w -> new Crossbar(w, Optional.empty(), tile, draws.seed()),
                TileWorkloads.codes(s[0], s[1], s[2], tile)));
    }

    /** Nothing, or something up to a limit. */
    private float option(int n, double high) {
        return draws.chance(OPTION + n, 0.5) ? (float) draws.uniform(OPTION + 100 + n, 0, high) : 0;
    }
}

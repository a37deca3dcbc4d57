package pfm.opencl;

import java.util.List;
import java.util.Optional;

import pfm.fft.Chirp;
import pfm.fft.FftRecipe;
import pfm.fft.Stage;
import pfm.fft.UnitFactors;

/** What kernels are told of how lines are transformed, in tiles or in registers. */
final class LineRecipe {
    private final LineCut cut;
    private final FftRecipe chain;
    private final int points;
    private final Buffer stages;
    private final Buffer twiddles;
    private final Buffer chirp;
    private final Buffer spectrum;
    private final int[] table;
    private final int widest;
    /** Null where lines lie in tiles. */
    private final RegisterLine inRegisters;

    LineRecipe(LineCut cut, Tiles tiles, OpenClTuning tuning, DeviceMemory memory) {
        this.cut = cut;
        widest = tuning.radix();
        Optional<Chirp> convolution = cut.recipe().chirp();
        chain = convolution.map(Chirp::convolution).orElse(cut.recipe());
        points = cut.chainPoints();
        List<Stage> list = convolution.isPresent() ? chain.stages() : cut.inTiles();
        inRegisters = tiles.values() == 0 ? null : new RegisterLine(list, tiles.values(), tiles.items());
        table = new int[4 * list.size()];
        double[] factors = new double[list.stream().mapToInt(s -> s.twiddles().length).sum()];
        int at = 0;
        for (int k = 0; k < list.size(); k++) {
            Stage stage = list.get(k);
            table[4 * k] = stage.radix();
            table[4 * k + 1] = stage.span() / cut.stride();
            table[4 * k + 2] = at / 2;
            double[] own = inRegisters == null ? stage.twiddles() : RegisterLine.twiddles(stage);
            System.arraycopy(own, 0, factors, at, own.length);
            at += stage.twiddles().length;
        }
        stages = memory.integers(table, "the stages of a transform");
        twiddles = memory.floats(UnitFactors.pairs(factors), "the twiddles of a transform");
        chirp = memory.floats(UnitFactors.pairs(convolution.map(Chirp::chirp).orElse(new double[0])), "a chirp");
        spectrum = inRegisters != null ? twiddles // a second time, so that compilers do not keep them in registers
                : memory.floats(convolution.map(Chirp::spectrum).orElse(new double[0]), "the spectrum of a chirp");
    }

    /** The frequency that stands at a place of a line once the whole forward transform is done. */
    int frequency(int place) {
        return cut.recipe().frequency(inRegisters == null ? place : inRegisters.position(place));
    }

    /** What kernels are compiled with: the stages too, where they are to be constants. */
    String definitions(boolean specialise) {
        if (inRegisters != null) {
            return "#define WIDEST " + widest + "\n" + inRegisters.definitions();
        }
        StringBuilder text = new StringBuilder("#define CHIRP " + (cut.recipe().chirp().isPresent() ? 1 : 0)
                + "\n#define WIDEST " + widest + "\n");
        if (cut.isCut()) {
            text.append(cut.last() ? "#define STRIDE " : "#define BLOCKS ").append(cut.radix()).append('\n');
        }
        if (specialise) {
            StringBuilder there = new StringBuilder();
            StringBuilder back = new StringBuilder();
            for (int k = 0; k < table.length; k += 4) {
                String stage = " S(" + table[k] + ", " + table[k + 1] + ", " + table[k + 2] + ")";
                there.append(stage);
                back.insert(0, stage);
            }
            text.append("#define CHAIN ").append(points).append("\n#define STAGES").append(there)
                    .append("\n#define STAGES_REVERSED").append(back).append('\n');
        }
        return text.toString();
    }

    /** Sets the arguments of a kernel that describe a recipe. */
    void describe(DeviceKernel kernel) {
        kernel.with(cut.points()).with(points).with(table.length / 4).with(stages).with(twiddles)
                .with(chirp).with(spectrum);
    }
}

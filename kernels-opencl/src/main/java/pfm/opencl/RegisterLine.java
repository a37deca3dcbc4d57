package pfm.opencl;

import java.util.List;

import pfm.fft.Stage;

/**
 * What {@code registers.cl} is told of a line: its stages as constants, with exchanges between them, its twiddles, and
 * where its frequencies stand.
 *
 * @param stages of the line
 * @param values points of a work-item
 * @param items  work-items
 */
record RegisterLine(List<Stage> stages, int values, int items) {

    /** What kernels are compiled with. */
    String definitions() {
        StringBuilder there = new StringBuilder();
        StringBuilder back = new StringBuilder();
        int table = 0;
        for (int k = 0; k < stages.size(); k++) {
            Stage stage = stages.get(k);
            StringBuilder butterflies = new StringBuilder();
            for (int i = 0; i < values / stage.radix(); i++) {
                butterflies.append(" S(").append(place(stage)).append(", ").append(table).append(", ").append(i)
                        .append(')');
            }
            there.append(butterflies);
            back.insert(0, butterflies);
            if (k + 1 < stages.size()) {
                Stage next = stages.get(k + 1);
                there.append(" X(").append(place(stage)).append(", ").append(place(next)).append(')');
                back.insert(0, " X(" + place(next) + ", " + place(stage) + ")");
            }
            table += stage.twiddles().length / 2;
        }
        Stage first = stages.getFirst();
        return "#define FIRST_RADIX " + first.radix() + "\n#define FIRST_SPAN " + first.span() + "\n#define STAGES"
                + there + "\n#define STAGES_REVERSED" + back + '\n';
    }

    private static String place(Stage stage) {
        return stage.radix() + ", " + stage.span();
    }

    /** The twiddles of a stage as {@code [q − 1][j]}, interleaved complex: neighbouring work-items read neighbours. */
    static double[] twiddles(Stage stage) {
        double[] from = stage.twiddles();
        double[] to = new double[from.length];
        int factors = stage.radix() - 1;
        for (int j = 0; j < stage.span(); j++) {
            for (int q = 0; q < factors; q++) {
                System.arraycopy(from, 2 * (j * factors + q), to, 2 * (q * stage.span() + j), 2);
            }
        }
        return to;
    }

    /** Where the transform leaves what register e of item k ends with, that is, place {@code e·items + k} of a row. */
    int position(int place) {
        int register = place / items;
        int radix = stages.getLast().radix(); // whose butterflies are neighbours
        return (place % items + register / radix * items) * radix + register % radix;
    }
}

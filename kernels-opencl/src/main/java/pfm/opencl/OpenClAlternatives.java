package pfm.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import pfm.field.Grid;
import pfm.tuning.Alternatives;
import pfm.tuning.Tuning;

/** What a tuner may try for a grid on a device, in an order in which each choice builds on those before. */
final class OpenClAlternatives {
    private final Tuning tuning;
    private final DeviceDescription device;
    private final OpenClTuning now;
    private final Shape shape;
    private final List<Alternatives> all = new ArrayList<>();

    /** All that kernels for a grid are compiled with and started by. */
    private record Shape(Tiles rows, Tiles columns, int radix, boolean specialise) {
        static Shape of(Grid grid, OpenClTuning tuning) {
            WaveTiles tiles = WaveTiles.of(grid, tuning);
            return new Shape(tiles.rows(), tiles.columns(), tuning.radix(), tuning.specialise());
        }
    }

    private OpenClAlternatives(Grid grid, Tuning tuning, DeviceDescription device) {
        this.tuning = tuning;
        this.device = device;
        now = OpenClTuning.of(tuning, device);
        shape = Shape.of(grid, now);
    }

    static List<Alternatives> of(Grid grid, Tuning tuning, DeviceDescription device) {
        OpenClAlternatives found = new OpenClAlternatives(grid, tuning, device);
        if (device.kind() == DeviceDescription.Kind.CPU) {
            found.add(grid, OpenClTuning.LANES, found.now.lanes(),
                    LongStream.of(4, 8, 16).filter(lanes -> lanes <= device.lanes()).toArray());
        } else {
            found.add(grid, OpenClTuning.REGISTERS, found.now.registers(), 0, 16);
            found.add(grid, OpenClTuning.LINES, found.now.lines(), 2, 4, 8, 16, 32);
            found.add(grid, OpenClTuning.SPLIT, found.now.split(), 1024, 2048, 4096);
            found.add(grid, OpenClTuning.GROUP, found.now.group(), 64, 128, 256, 512, 1024);
        }
        found.add(grid, OpenClTuning.RADIX, found.now.radix(), 8, 16);
        found.add(grid, OpenClTuning.SPECIALISE, found.now.specialise() ? 1 : 0, 0, 1);
        return List.copyOf(found.all);
    }

    /** Values with which plans for the grid differ from those under the value in force. */
    private void add(Grid grid, String name, long inForce, long... values) {
        List<String> different = LongStream.of(values).filter(value -> value != inForce).mapToObj(String::valueOf)
                .filter(value -> !Shape.of(grid, OpenClTuning.of(tuning.with(name, value), device)).equals(shape))
                .toList();
        if (!different.isEmpty()) {
            all.add(new Alternatives(name, different, 1, false));
        }
    }
}

package pfm.abi;

import java.lang.foreign.MemorySegment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import pfm.model.Network;
import pfm.quantity.Require;

/** The functions of {@code pfm.h} for networks. A pointer is its address. */
final class NetworkFunctions {
    private final Resources resources;

    NetworkFunctions(Resources resources) {
        this.resources = resources;
    }

    int networkOpen(long kernels, long file, long network, long error) {
        return Call.answer(error, () -> {
            CallerMemory.requireAligned("network", network, Long.BYTES);
            Path path = path(CallerMemory.text("file", file));
            CallerMemory.giveLong("network", network,
                    resources.plan(kernels, backing -> new OpenNetwork(backing, path)));
        });
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("file must be a name in the encoding of Java, "
                    + System.getProperty("sun.jnu.encoding") + ", was '" + file + "'; start the program with"
                    + " LC_ALL=C.UTF-8 to name files beyond ASCII", e);
        }
    }

    int networkShape(long network, long columns, long rows, long classes, long error) {
        return Call.answer(error, () -> resources.use(network, OpenNetwork.KIND, open -> {
            Network shape = open.network();
            CallerMemory.giveInt("columns", columns, shape.encoding().imageColumns());
            CallerMemory.giveInt("rows", rows, shape.encoding().imageRows());
            CallerMemory.giveInt("classes", classes, shape.classes());
        }));
    }

    int networkClassify(long network, int count, long images, long labels, long scores, long error) {
        return Call.answer(error, () -> resources.use(network, OpenNetwork.KIND, open -> {
            Require.inRange("count of images", 1, Integer.MAX_VALUE, count);
            MemorySegment from = CallerMemory.values("images", images, count, open.pixels(), 1);
            MemorySegment to = CallerMemory.values("labels", labels, count, 1, Integer.BYTES);
            MemorySegment all = scores == 0 ? null
                    : CallerMemory.floats("scores", scores, count, open.network().classes());
            open.classify(count, from, to, all);
        }));
    }

    int networkClose(long network, long error) {
        return Call.answer(error, () -> resources.close(network, OpenNetwork.KIND));
    }
}

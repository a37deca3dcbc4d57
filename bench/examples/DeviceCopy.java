import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Locale;

import pfm.opencl.CopyBandwidth;

/** How fast the OpenCL device copies its own memory: {@code ./pfm bench/examples/DeviceCopy.java results.jsonl}. */
void main(String[] arguments) throws Exception {
    CopyBandwidth copy = CopyBandwidth.measure();
    String line = String.format(Locale.ROOT, "{\"benchmark\": \"device-copy\", \"device\": \"%s\", \"date\": \"%s\","
            + " \"bytes\": %d, \"bytesPerSecond\": %.4g, \"fastest\": %.4g}%n", copy.device(), LocalDate.now(),
            copy.bytes(), copy.bytesPerSecond(), copy.fastest());
    IO.print(line);
    if (arguments.length > 0) {
        Files.writeString(Path.of(arguments[0]), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}

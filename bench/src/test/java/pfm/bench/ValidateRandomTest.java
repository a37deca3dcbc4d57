package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.Backends;
import pfm.Kernels;
import pfm.analog.Crossbar;
import pfm.bench.validate.Check;
import pfm.bench.validate.CheckLines;
import pfm.field.Matrix;
import pfm.tuning.Tuning;

/** Cases that a seed draws, one after the other or by their name. */
class ValidateRandomTest {
    @Test
    void randomCasesRunUntilTheTimeIsUpAndOneOfThemByItsSeed() {
        Ran some = Ran.pfm("validate", "--backend", "reference", "--long", "--minutes", "0.02", "--seed", "5",
                "--only", "random/{crossbar,mzi-mesh}/**");
        assertEquals(Exit.OK, some.exit(), some.out() + some.err());
        assertTrue(some.out().contains("random cases from seed 5, for 0.02 minutes"), some.out());
        assertTrue(some.out().contains("random/crossbar/seed=5"), some.out());
        Ran one = Ran.pfm("validate", "--backend", "reference", "--only", "random/mzi-mesh", "--seed", "12");
        assertEquals(Exit.OK, one.exit(), one.out() + one.err());
        assertTrue(one.out().contains("random/mzi-mesh/seed=12 ") && one.out().contains("1 checks, 0 failed"),
                one.out());
    }

    @Test
    void aWorkloadHasOtherInputFromASeedAndTheSameFromItsName() {
        String name = "crossbar/ideal/15x17/forward";
        String fixed = row(name, "--only", name);
        String seven = row(name + "/seed=7", "--only", name, "--seed", "7");
        assertEquals(seven, row(name + "/seed=7", "--only", name + "/seed=7"));
        assertNotEquals(seven, row(name + "/seed=8", "--only", name, "--seed", "8"));
        assertNotEquals(fixed, seven);
        Ran form = Ran.pfm("validate", "--only", "closed-form/talbot-length", "--seed", "7");
        assertEquals(Exit.BAD_INPUT, form.exit(), form.out());
        assertTrue(form.err().contains("closed forms have no random input, leave it out"), form.err());
    }

    /** Error, tolerance and ratio of the one check. */
    private static String row(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of("validate", "--backend", "reference"));
        all.addAll(List.of(arguments));
        Ran ran = Ran.pfm(all.toArray(String[]::new));
        assertEquals(Exit.OK, ran.exit(), ran.out() + ran.err());
        String row = ran.out().lines().filter(line -> line.startsWith(name + " ")).findFirst().orElseThrow();
        return row.substring(name.length()).strip().replaceAll(" +[0-9.]+$", "");
    }

    @Test
    void whatWasStoppedGoesOnByTheCommandThatItNames(@TempDir Path directory) throws Exception {
        Path checks = directory.resolve("checks.jsonl");
        Process process = new ProcessBuilder(ForkedJvm.command(List.of(ForkedJvm.VECTOR), Main.class, "validate",
                "--backend", "reference", "--long", "--seed", "1", "--resume", checks.toString()))
                .redirectErrorStream(true).start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
                if (line.startsWith("random/")) {
                    process.toHandle().destroy(); // asks, as Ctrl-C does
                }
            }
        }
        String last = lines.getLast();
        assertTrue(last.matches("stopped; [0-9]+ checks are kept in .*; to go on: ./pfm validate --backend .*"),
                String.join("\n", lines));
        String[] command = last.replaceFirst(".* ./pfm ", "").split(" ");
        assertEquals(List.of("validate", "--backend", "reference", "--long", "--seed", "1", "--resume",
                checks.toString()), List.of(command));
        List<Check> before = CheckLines.read(checks);
        assertFalse(before.isEmpty());
        List<String> further = new ArrayList<>(List.of(command));
        further.addAll(List.of("--minutes", "0.01"));
        Ran again = Ran.pfm(further.toArray(String[]::new));
        assertEquals(Exit.OK, again.exit(), again.out() + again.err());
        assertEquals(before, CheckLines.read(checks).subList(0, before.size()));
        assertFalse(again.out().contains("random cases from seed 1,"), "goes on behind those: " + again.out());
    }

    @Test
    void kernelsThatAreOpenedAnewFreeWhatTheyPlanned() {
        try (OpenKernels open = new OpenKernels(backend -> backend.open(Tuning.defaults()));
                Arena arena = Arena.ofShared()) {
            Kernels before = open.open(Backends.named("reference"));
            Kernels oracle = open.oracle();
            open.renew();
            Crossbar spec = Crossbar.ideal(Matrix.zeros(1, 1, arena));
            assertThrows(IllegalStateException.class, () -> before.crossbar(spec));
            assertThrows(IllegalStateException.class, () -> oracle.crossbar(spec));
            assertEquals(1, open.candidates().getFirst().kernels().crossbar(spec).outputs());
            assertEquals(1, open.oracle().crossbar(spec).outputs());
        }
    }

    @Test
    void aFileOfChecksThatIsNotOneIsRefused(@TempDir Path directory) throws IOException {
        Path checks = Files.writeString(directory.resolve("checks.jsonl"), "[]\n");
        Ran ran = Ran.pfm("validate", "--long", "--resume", checks.toString());
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.out());
        assertTrue(ran.err().contains("line 1 must be a check"), ran.err());
    }
}

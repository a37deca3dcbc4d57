package pfm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import pfm.Availability;
import pfm.Backends;
import pfm.bench.page.Browser;
import pfm.bench.validate.Check;
import pfm.bench.validate.KeptChecks;
import pfm.bench.validate.SelfTest;
import pfm.field.Precision;
import pfm.io.Json;
import pfm.validation.Discrepancy;

/** The verb that judges every backend of a machine. */
class ValidateTest {
    private static final String SMALL = "{closed-form/talbot*,*/exact/2x2/*,crossbar/ideal/2x2/*}";

    @Test
    void everyAvailableBackendIsJudgedAndTheOthersAreTold() {
        Ran ran = Ran.pfm("validate", "--only", SMALL);
        assertEquals(Exit.OK, ran.exit(), ran.out() + ran.err());
        Backends.all().forEach(backend -> {
            switch (backend.availability()) {
                case Availability.Available a -> List.of("closed-form/talbot-length",
                        "angular-spectrum/exact/2x2/forward", "crossbar/ideal/2x2/forward").forEach(check -> {
                            String row = check + " +" + backend.name() + " +float(32|64) .*";
                            assertTrue(ran.out().lines().anyMatch(line -> line.matches(row)), ran.out());
                        });
                case Availability.Unavailable u -> assertTrue(ran.out().contains(
                        backend.name() + ": not validated, " + u.reason() + "; " + u.remedy()), ran.out());
            }
        });
        assertTrue(ran.out().lines().toList().getLast().matches(
                "[0-9]+ checks, 0 failed; the worst used 0\\.[0-9]+ of its tolerance: .* on .*"), ran.out());
    }

    @Test
    void oneBackendAndJsonOnRequest(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("report.json");
        Ran ran = Ran.pfm("validate", "--backend", "reference", "--only", SMALL, "--json", file.toString());
        assertEquals(Exit.OK, ran.exit(), ran.err());
        assertFalse(ran.out().contains(" vector "), ran.out());
        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(file), "report");
        assertEquals(true, report.get("passed"));
        assertEquals(1, ((List<?>) report.get("backends")).size());
        List<?> checks = (List<?>) report.get("checks");
        assertTrue(checks.size() >= 4, ran.out());
        for (Object row : checks) {
            Map<?, ?> check = (Map<?, ?>) row;
            assertEquals("reference", check.get("backend"));
            assertEquals(true, check.get("passed"));
            assertTrue((double) check.get("error") <= (double) check.get("tolerance"));
            assertTrue(((String) check.get("reason")).contains("u"), "a tolerance has a reason");
            assertEquals("theory".equals(check.get("judge")), check.containsKey("findings"), check.toString());
        }
        Map<?, ?> talbot = (Map<?, ?>) checks.stream().map(c -> (Map<?, ?>) c)
                .filter(c -> c.get("check").equals("closed-form/talbot-length")).findFirst().orElseThrow();
        Map<?, ?> length = (Map<?, ?>) ((List<?>) talbot.get("findings")).getFirst();
        assertEquals("exact Talbot length [um]", length.get("quantity"));
        assertEquals(1599.74996, length.get("expected"));
        assertEquals(1599.74996, (double) length.get("got"), 5e-6);
        assertEquals("printed digits", length.get("reason"));
        assertTrue(ran.out().contains("    exact Talbot length [um]: expected 1599.74996, got 1599.749"), ran.out());
    }

    @Test
    void aWrongResultAndABackendThatThrowsEachFailTheirCheckAlone(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve("pfm.Backend"), CrookedBackend.class.getName());
        ForkedJvm ran = ForkedJvm.run(List.of(ForkedJvm.VECTOR, ForkedJvm.NATIVE, "-Xbootclasspath/a:" + directory),
                Map.of(), Main.class, "validate", "--backend", "crooked", "--only",
                "{closed-form/talbot-self-image,*/*/2x2*/forward}");
        assertEquals(Exit.CHECK_FAILED, ran.exit(), ran.out() + ran.err());
        assertTrue(line(ran, "closed-form/talbot-self-image").contains("FAILED: self-image, "), ran.out());
        assertTrue(line(ran, "angular-spectrum/exact/2x2/forward").contains("FAILED: angular-spectrum"), ran.out());
        assertTrue(line(ran, "split-step/levels8/2x2x2/forward").contains(
                "FAILED: java.lang.IllegalStateException: no medium here"), ran.out());
        assertFalse(line(ran, "crossbar/ideal/2x2/forward").contains("FAILED"), ran.out());
        assertTrue(ran.out().contains("10 checks, 6 failed:"), ran.out());
    }

    @Test
    void theSmallestCaseThatFailsIsNamedAndItsNameRunsItAgain(@TempDir Path directory) throws IOException {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve("pfm.Backend"), CrookedBackend.class.getName());
        List<String> flags = List.of(ForkedJvm.VECTOR, ForkedJvm.NATIVE, "-Xbootclasspath/a:" + directory);
        Path junit = directory.resolve("report.xml");
        ForkedJvm ran = ForkedJvm.run(flags, Map.of(), Main.class, "validate", "--backend", "crooked", "--only",
                "{*/exact/2x2/*,optical-product/photodiode/15x17/**}", "--minimise", "--seed", "1", "--junit",
                junit.toString());
        assertEquals(Exit.CHECK_FAILED, ran.exit(), ran.out() + ran.err());
        String beam = smallest(ran, "nx=1,ny=1,batch=1");
        String odd = smallest(ran, "outputs=3,inputs=1,batch=[0-9]+");
        assertTrue(beam.startsWith("random/angular-spectrum/seed="), beam);
        String xml = Files.readString(junit);
        assertTrue(xml.contains("<failure") && xml.contains(odd), xml);

        ForkedJvm again = ForkedJvm.run(flags, Map.of(), Main.class, "validate", "--backend", "crooked", "--only", odd);
        assertEquals(Exit.CHECK_FAILED, again.exit(), again.out() + again.err());
        assertTrue(line(again, odd).contains("FAILED"), again.out());
        assertTrue(again.out().contains("2 checks, 2 failed"), again.out());
        assertEquals(Exit.OK, Ran.pfm("validate", "--backend", "reference", "--only", odd).exit());
    }

    private static String smallest(ForkedJvm ran, String sizes) {
        String command = ran.out().lines().filter(line -> line.startsWith("    smallest that fails: ")
                && line.matches(".*/" + sizes + "'")).findFirst().orElseThrow(() -> new AssertionError(ran.out()));
        return command.replaceFirst(".* --only '(.*)'", "$1");
    }

    @Test
    void whatAnEarlierRunHasFoundIsSkippedAndReportedAgain(@TempDir Path directory) throws IOException {
        Path checks = directory.resolve("checks.jsonl");
        String[] whole = {"validate", "--backend", "reference", "--only", SMALL, "--resume", checks.toString()};
        Ran first = Ran.pfm(whole);
        assertEquals(Exit.OK, first.exit(), first.out() + first.err());
        List<String> lines = Files.readAllLines(checks);
        assertTrue(lines.size() >= 4, first.out());
        Files.writeString(checks, String.join("\n", lines.subList(0, 3)) + "\n{\"check\": \"closed-fo");
        Ran second = Ran.pfm(whole);
        assertEquals(Exit.OK, second.exit(), second.out() + second.err());
        assertTrue(second.out().contains(lines.size() + " checks, 0 failed"), second.out());
        assertEquals(lines.size() - 3, second.out().lines().filter(line -> line.contains(" reference  ")).count());
        assertEquals(lines.size(), Files.readAllLines(checks).size());
        Files.writeString(checks, "{\"check\": 7}\n");
        Ran damaged = Ran.pfm(whole);
        assertEquals(Exit.BAD_INPUT, damaged.exit(), damaged.out());
        assertTrue(damaged.err().contains("a line must be a check as 'pfm validate --resume' writes it"),
                damaged.err());
    }

    @Test
    void theJudgesAreJudged(@TempDir Path directory) throws Exception {
        Path html = directory.resolve("report.html");
        Path json = directory.resolve("report.json");
        Path junit = directory.resolve("report.xml");
        Ran ran = Ran.pfm("validate", "--self-test", "--only", "mutant/{optical-product,split-step}/*", "--html",
                html.toString(), "--json", json.toString(), "--junit", junit.toString());
        assertEquals(Exit.OK, ran.exit(), ran.out() + ran.err());
        assertTrue(ran.out().lines().anyMatch(line -> line.matches(
                "mutant/split-step/frame-forgotten .* rejected by split-step/.*/forward")), ran.out());
        assertTrue(ran.out().lines().anyMatch(line -> line.matches("mutant/split-step/none .* accepted")), ran.out());
        assertTrue(ran.out().matches("(?s).*\n[0-9]+ mutants, of which 0 survived; 2 right kernels, of which 0 were"
                + " rejected\n.*"), ran.out());
        Map<?, ?> report = (Map<?, ?>) Json.parse(Files.readString(json), "report");
        assertEquals(true, report.get("passed"));
        assertTrue(Files.readString(junit).contains("name=\"mutant/split-step/frame-forgotten float32\""));
        String shown = Browser.shown(html, directory);
        assertTrue(shown.contains("mutants, of which 0 survived") && shown.contains("rejected by split-step/"), shown);
    }

    @Test
    void aMutantThatSurvivesIsTold() {
        Check survived = new Check("mutant/crossbar/x", "reference", "", Precision.FLOAT32, Check.MUTANT,
                new Discrepancy(1, 2), false, 0, "SURVIVED, nearest to y", "");
        assertEquals("1 mutants, of which 1 survived; 0 right kernels, of which 0 were rejected",
                SelfTest.summary(List.of(survived)));
        StringWriter out = new StringWriter();
        ValidationTable table = new ValidationTable(new PrintWriter(out), CommandLine.Help.Ansi.OFF, false, 80);
        KeptChecks kept = new KeptChecks(false);
        kept.add(survived);
        table.conclude(kept);
        assertTrue(out.toString().endsWith("  mutant/crossbar/x on reference: SURVIVED, nearest to y\n"),
                out.toString());
    }

    @Test
    void namesLoseTheirMiddleWhereTheTerminalIsNarrow() {
        assertEquals("split-s~radient", ValidationTable.shortened("split-step/levels8/2x2/gradient", 15));
        assertEquals("talbot", ValidationTable.shortened("talbot", 6));
    }

    private static String line(ForkedJvm ran, String check) {
        return ran.out().lines().filter(line -> line.startsWith(check + " ")).findFirst().orElseThrow();
    }

    @Test
    void whatCannotBeValidatedIsToldInOneLine() {
        refuses("pfm: backend must be one of .*, was 'abacus'\n", "--backend", "abacus");
        refuses("pfm: --only must match a check, for example one of \\[closed-form/\\*\\*, .*, was 'warp/\\*'; .*\n",
                "--only", "warp/*");
        refuses("pfm: --only must be a glob, was '\\[': .*\n", "--only", "[");
        refuses("pfm: --minutes needs --long; see .*\n", "--minutes", "3");
        refuses("pfm: --self-test must stand without .*; see .*\n", "--self-test", "--quick");
        refuses("pfm: --only must match a check, for example one of \\[mutant/.*, was 'split-step/\\*\\*'; .*\n",
                "--self-test", "--only", "split-step/**");
        refuses("pfm: --quick and --long must not be given together; see .*\n", "--quick", "--long");
        refuses("pfm: threads must be in \\[1, 4096\\], was 0\n", "--threads", "0");
    }

    private static void refuses(String line, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "validate";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Ran ran = Ran.pfm(all);
        assertEquals(Exit.BAD_INPUT, ran.exit(), ran.out());
        assertTrue(ran.err().matches(line), ran.err());
    }
}

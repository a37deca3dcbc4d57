package pfm.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import pfm.bench.page.Browser;
import pfm.bench.profile.Profiled.Row;
import pfm.energy.Cost;
import pfm.energy.EnergyModel;

/** What follows from times: rates, roofs, the page; and what is kept of a machine. */
class ProfiledTest {
    private final Profiled profiled = Profiles.network();

    @Test
    void ratesFollowFromCostAndTime() {
        Row mask = profiled.parts().getFirst();
        assertEquals(0.4, mask.share(), 1e-12);
        assertEquals(50, mask.gigaflops(), 1e-9); // 2e8 in 4 ms
        assertEquals(2.5, mask.gigabytes(), 1e-9);
        assertEquals(2.5e8, mask.updates(), 1e-3);
        assertEquals(0.25, mask.reached(), 1e-12); // at least 1 ms at 200 GFLOP/s, 0.5 ms at 20 GB/s
        assertEquals(1, profiled.measured().rest(), 1e-12);
        assertEquals(List.of("split-step", "crossbar"), profiled.kernels().stream().map(Row::name).toList());
    }

    @Test
    void smallWorkHasTheRoofOfCaches() {
        Roof roof = profiled.roof();
        assertEquals(2, roof.threads());
        assertEquals(100, roof.limits(2 * Roof.CACHED).gigabytes());
        assertEquals(20, roof.limits(2 * Roof.CACHED + 1).gigabytes());
        assertEquals(0.5, roof.reached(new Cost(0, 1e9, 0, 0), 100), 1e-12);
        assertEquals(1, profiled.machine().roof(1).threads());
    }

    @Test
    void theDeviceTakesPhotonsAndConverters() {
        DeviceProxies device = profiled.device().orElseThrow();
        assertEquals(1.5 * 65536 * 20 / 0.3, device.photons(), 1);
        assertEquals(3920, device.equivalentMacs());
        assertEquals(0.06 / 299_792_458, device.latency(), 1e-18);
        // h c/(750 um) = 2.6486e-22 J
        assertEquals(device.photons() * 2.6486e-22, device.lightJoules(), 1e-4 * device.lightJoules());
        Map<String, Double> joules = device.joules(profiled.model());
        assertEquals(List.of("laser", "DAC", "modulators", "amplifiers (TIA)", "ADC", "digital part"),
                List.copyOf(joules.keySet()));
        assertEquals(196 * 2.6e-12, joules.get("DAC"), 1e-20);
        assertEquals(20 * 0.3e-12, joules.get("amplifiers (TIA)"), 1e-20);
        assertEquals(0, joules.get("digital part"));
        DeviceProxies digital = new DeviceProxies(2, 3, 8, 1, 1e-6, 1, 1, 1000);
        assertEquals(3e-10, digital.joules(EnergyModel.published().get("zigzag-28nm")).get("digital part"), 1e-20);
    }

    @Test
    void aPageTellsAllAndABrowserShowsIt(@TempDir Path folder) throws IOException, InterruptedException {
        String html = ProfilePage.of(profiled, Map.of("processor", "a <fast> one")).html();
        assertEquals("Profile of a & b", Browser.xml(html).getElementsByTagName("h1").item(0).getTextContent());
        String shown = Browser.shown(Files.writeString(folder.resolve("page.html"), html), folder);
        for (String text : List.of("1: &lt;mask&gt;", "a &lt;fast&gt; one", "Roofline", "not available (no counter)",
                "found on 2026-01-02", "3920 an image (196 inputs times 20 detectors)", "a click on a column sorts",
                "2.500e+05 an image (what the simulator computes, another quantity)", "1,234 bytes")) {
            assertTrue(shown.contains(text), text + " in " + shown);
        }
    }

    @Test
    void figuresOfAMachineAreKept(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("new/machine.json");
        assertEquals(Optional.empty(), MachineFigures.read(file));
        Profiles.MACHINE.write(file);
        assertEquals(Optional.of(Profiles.MACHINE), MachineFigures.read(file));
        assertEquals(Map.of("vector: x", 5e8, "opencl: y", 1e9), Profiles.MACHINE.with("opencl: y", 1e9).rates());
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\"processor\": *\"[^\"]*\"", "\"processor\": \"abacus\""));
        assertEquals(Optional.empty(), MachineFigures.read(file), "another processor's");
        Files.writeString(file, text.replaceAll("\"gigaflops\": *[0-9.]+", "\"gigaflops\": \"fast\""));
        assertEquals(file + ": one.gigaflops must be a number in [0.0, 1.0E18], was \"fast\"",
                assertThrows(IllegalArgumentException.class, () -> MachineFigures.read(file)).getMessage());
    }

    @Test
    void aRunningMachineTellsItsMemory() {
        assertTrue(Memory.peak().isEmpty() || Memory.peak().getAsLong() > 10 << 20);
        assertTrue(Memory.ofMachine().isEmpty() || Memory.ofMachine().getAsLong() >= Memory.peak().getAsLong());
        assertTrue(Memory.value(Path.of("/nowhere"), "VmHWM:").isEmpty());
    }
}

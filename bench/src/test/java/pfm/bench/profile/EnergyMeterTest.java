package pfm.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Energy counters in a folder that is made here. */
class EnergyMeterTest {
    @TempDir
    private Path powercap;

    @Test
    void packagesAreSummedAndTheirPartsLeftOut() throws IOException {
        write("intel-rapl:0", 1_000_000, 9_000_000);
        write("intel-rapl:1", 5_000_000, 9_000_000);
        write("intel-rapl:0:0", 100, 9_000_000); // cores, counted in the package
        EnergyMeter meter = Rapl.in(powercap);
        assertEquals("processor (RAPL, 2 packages)", meter.source());
        assertEquals(0, meter.joules());
        write("intel-rapl:0", 1_500_000, 9_000_000);
        write("intel-rapl:1", 7_000_000, 9_000_000);
        write("intel-rapl:0:0", 8_000_000, 9_000_000);
        assertEquals(2.5, meter.joules(), 1e-12);
    }

    @Test
    void aCounterMayWrapAroundBetweenReadings() throws IOException {
        write("intel-rapl:0", 8_000_000, 9_000_000);
        EnergyMeter meter = Rapl.in(powercap);
        write("intel-rapl:0", 2_000_000, 9_000_000);
        assertEquals(3, meter.joules(), 1e-12);
        write("intel-rapl:0", 1_000_000, 9_000_000);
        assertEquals(11, meter.joules(), 1e-12);
    }

    @Test
    void whatIsMissingSaysWhy() throws IOException {
        assertEquals(powercap.resolve("no") + " is not there: the system, or its virtual machine, shows no RAPL",
                reason(powercap.resolve("no")));
        assertEquals(powercap + " has no folder intel-rapl:N", reason(powercap));
        write("intel-rapl:0", 1, 2);
        Files.writeString(powercap.resolve("intel-rapl:0/energy_uj"), "much\n");
        assertEquals(powercap + "/intel-rapl:0/energy_uj must hold a whole number, held 'much'", reason(powercap));
    }

    @Test
    void aCounterThatGoesAwayIsNoNumber() throws IOException {
        write("intel-rapl:0", 1, 2);
        EnergyMeter meter = Rapl.in(powercap);
        Files.delete(powercap.resolve("intel-rapl:0/energy_uj"));
        assertTrue(Double.isNaN(meter.joules()));
    }

    @Test
    void everyMachineHasAnAnswerForProcessorAndGpus() {
        assertEquals(2, EnergyMeter.all().size());
        for (EnergyMeter meter : EnergyMeter.all()) {
            if (meter instanceof EnergyMeter.Unmetered unmetered) {
                assertTrue(!unmetered.reason().isBlank());
            } else {
                assertTrue(meter.joules() >= 0);
            }
        }
    }

    private static String reason(Path folder) {
        return assertInstanceOf(EnergyMeter.Unmetered.class, Rapl.in(folder)).reason();
    }

    private void write(String domain, long microjoules, long range) throws IOException {
        Path folder = Files.createDirectories(powercap.resolve(domain));
        Files.writeString(folder.resolve("energy_uj"), microjoules + "\n");
        Files.writeString(folder.resolve("max_energy_range_uj"), range + "\n");
    }
}

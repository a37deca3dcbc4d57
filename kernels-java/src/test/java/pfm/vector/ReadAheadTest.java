package pfm.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import pfm.fft.FftRecipe;
import pfm.field.Field;
import pfm.field.Grid;
import pfm.field.Precision;
import pfm.field.Samples;
import pfm.optics.Screen;
import pfm.simd.Workers;
import pfm.tuning.Tuning;

/** What is read ahead of a field, and how far. */
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class ReadAheadTest {
    @TempDir
    private Path folder;

    /** A sparse file has no page in memory until somebody reads it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void pagesComeBeforeTheFieldAndNotAllAtOnce(boolean reversed) throws IOException {
        int screens = 16;
        Grid plane = Grid.square(4096, 1e-6); // 16 MB each
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared()) {
            Samples medium = MappedMedium.map(file, plane.samples() * screens, false, arena);
            Route there = masks(medium, plane, screens);
            Route route = reversed ? there.reversed() : there;
            ReadAhead ahead = new ReadAhead(plane.samples());
            int window = (int) (ReadAhead.WINDOW / plane.samples());
            ahead.during(there, () -> {
                assertEquals(1, MappedMedium.readers());
                ahead.at(route, 0);
                MappedMedium.eventually(() -> loaded(route, window));
                // the system itself may read some megabytes around what was asked for
                assertFalse(loaded(route, window + 2), "more than the window was read");
                ahead.at(route, 6);
                MappedMedium.eventually(() -> loaded(route, 6 + window));
                ahead.at(route, 0); // the next item; what it needs is there
                ahead.at(route, screens - 1);
                MappedMedium.eventually(() -> loaded(route, screens - 1));
            });
        }
        assertEquals(0, MappedMedium.readers());
    }

    @Test
    void aSmallMediumAndOneInMemoryGetNoReader() throws IOException {
        Grid plane = Grid.square(1024, 1e-6);
        long small = ReadAhead.LEAST / plane.samples() - 1;
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared()) {
            ReadAhead ahead = new ReadAhead(plane.samples());
            for (Samples medium : List.of(MappedMedium.map(file, small * plane.samples(), false, arena),
                    Samples.zeros(Precision.FLOAT32, 32 * plane.samples(), arena))) {
                Route route = masks(medium, plane, (int) (medium.count() / plane.samples()));
                ahead.during(route, () -> assertEquals(0, MappedMedium.readers()));
            }
        }
    }

    @Test
    void samplesBeyondTwoToThe31AreReached() throws IOException {
        Grid plane = new Grid(64, 48, 1e-6);
        long first = (1L << 31) + 12_345;
        try (FileChannel file = MappedMedium.file(folder); Arena arena = Arena.ofShared()) {
            byte[] levels = MappedMedium.levels((int) plane.samples());
            file.write(ByteBuffer.wrap(levels), first);
            Samples far = MappedMedium.map(file, first + plane.samples(), false, arena);
            Samples near = Samples.levels8(arena.allocate(levels.length).copyFrom(MemorySegment.ofArray(levels)),
                    levels.length, 0, far.step(), "memory");
            assertArrayEquals(passed(new Screen(0, 0, 1, near, Optional.empty()), plane, arena),
                    passed(new Screen(0, first, 1, far, Optional.empty()), plane, arena));
        }
    }

    /** A field that passes one screen. */
    private static int[] passed(Screen screen, Grid plane, Arena arena) {
        FftRecipe x = FftRecipe.of(plane.nx());
        FftRecipe y = FftRecipe.of(plane.ny());
        try (Workers workers = new Workers(2, 100)) {
            Crew crew = new Crew(plane, x, y, new VectorTuning(Tuning.defaults()), workers, arena);
            Route route = new Route(List.of(new PreparedScreen(screen, new float[0], new float[0])),
                    new int[] {0, 1}, List.of());
            Field in = WavePlansTest.random(plane, 1, arena);
            Field out = Field.zeros(plane, 1, arena);
            crew.reading(route, () -> crew.travel(route, in, out, false));
            return out.re().toArray(ValueLayout.JAVA_INT);
        }
    }

    private static Route masks(Samples medium, Grid plane, int screens) {
        List<PreparedScreen> prepared = new ArrayList<>();
        int[] first = new int[screens + 1];
        for (int s = 0; s < screens; s++) {
            Screen screen = new Screen(0, s * plane.samples(), 1, medium, Optional.empty());
            prepared.add(new PreparedScreen(screen, new float[0], new float[0]));
            first[s + 1] = s + 1;
        }
        return new Route(prepared, first, List.of());
    }

    private static boolean loaded(Route route, int pass) {
        Screen screen = route.screens().get(pass).screen();
        long plane = screen.phase().count() / route.screens().size();
        return screen.phase().segment().asSlice(screen.first(), plane).isLoaded();
    }

}

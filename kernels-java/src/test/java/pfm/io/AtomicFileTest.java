package pfm.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private static final Path FULL_DISK = Path.of("/dev/full"); // every write to it fails as on a full disk

    @TempDir
    private Path directory;

    @Test
    void theFileAppearsWithTheCommit() throws IOException {
        Path target = directory.resolve("a");
        try (AtomicFile file = AtomicFile.create(target)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2}));
            assertTrue(Files.notExists(target));
            file.commit();
        }
        assertArrayEquals(new byte[] {1, 2}, Files.readAllBytes(target));
        assertOnly("a");
    }

    @Test
    void withoutACommitTheOlderFileStaysAndNothingElse() throws IOException {
        Path target = Files.writeString(directory.resolve("a"), "older");
        try (AtomicFile file = AtomicFile.create(target)) {
            file.write(ByteBuffer.wrap(new byte[] {1, 2}));
        }
        assertEquals("older", Files.readString(target));
        assertOnly("a");
    }

    @Test
    void anOlderFileIsReplacedWholeAndALinkStaysALink() throws IOException {
        Path target = Files.writeString(directory.resolve("a"), "older and longer");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);
        AtomicFile.write(link, "new".getBytes());
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(target));
    }

    @Test
    void theFileGetsTheUsualPermissions() throws IOException {
        AtomicFile.write(directory.resolve("a"), new byte[1]);
        Files.write(directory.resolve("b"), new byte[1]);
        assertEquals(Files.getPosixFilePermissions(directory.resolve("b")),
                Files.getPosixFilePermissions(directory.resolve("a")));
    }

    @Test
    void whatCannotBeWrittenIsSaidBeforeAnythingIsComputed() throws IOException {
        assertEquals(directory + ": is a directory, the name of a file is needed", refusal(directory));
        Path none = directory.resolve("none").resolve("a");
        assertEquals(none + ": cannot be written: its directory does not exist", refusal(none));
        Path below = Files.writeString(directory.resolve("file"), "").resolve("a");
        assertEquals(below + ": cannot be written: Not a directory", refusal(below));
        Path longName = directory.resolve("x".repeat(300));
        assertEquals(longName + ": cannot be written: File name too long", refusal(longName));
        assertOnly("file");
    }

    @Test
    void aFullDiskIsSaidAndLeavesNothing() throws IOException {
        assumeTrue(Files.exists(FULL_DISK), "this machine has no /dev/full");
        FileSystemException e = assertThrows(FileSystemException.class, () -> AtomicFile.write(FULL_DISK, new byte[1]));
        assertEquals("/dev/full: cannot be written: No space left on device", e.getMessage());
        assertTrue(Files.exists(FULL_DISK), "a device is not replaced by a file");
    }

    @Test
    void aTargetThatBecameADirectoryMeanwhileStaysOne() throws IOException {
        Path target = directory.resolve("a");
        try (AtomicFile file = AtomicFile.create(target)) {
            Files.createDirectories(target.resolve("b"));
            assertThrows(FileSystemException.class, file::commit);
        }
        assertOnly("a");
    }

    private static String refusal(Path target) {
        return assertThrows(FileSystemException.class, () -> AtomicFile.create(target)).getMessage();
    }

    private void assertOnly(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(name), files.map(f -> f.getFileName().toString()).toList());
        }
    }
}

package pfm.bindings;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the head of a file says of the machine that it is for, and of its length. */
final class Elf {
    private static final byte[] MAGIC = {0x7F, 'E', 'L', 'F'};
    private static final int MACHINE = 18;
    private static final Path THIS_PROGRAM = Path.of("/proc/self/exe");

    private Elf() {
    }

    /**
     * Why the dynamic linker of this process cannot load {@code file}, as the end of a sentence about it; empty where
     * its head says nothing against it.
     */
    static String objection(Path file) {
        byte[] head = head(file);
        byte[] own = head(THIS_PROGRAM);
        if (!isElf(head)) {
            return "is no library that loads here";
        }
        if (isElf(own) && (head[4] != own[4] || machine(head) != machine(own))) {
            return "is a library for " + name(head) + ", this machine runs " + name(own);
        }
        return isWhole(file) ? "" : "is cut short; copy it again";
    }

    /**
     * Whether a library of this machine has all that its head says: the dynamic linker maps what is not there, and the
     * process ends where it reads it. Source: System V Application Binary Interface, program header, 64 bits.
     */
    private static boolean isWhole(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer head = read(channel, 0, 64);
            if (head.get(4) != 2) {
                return true; // 32 bits
            }
            int bytes = head.getShort(54);
            int count = head.getShort(56);
            ByteBuffer table = read(channel, head.getLong(32), bytes * count);
            for (int segment = 0; segment < count; segment++) {
                if (table.getLong(segment * bytes + 8) + table.getLong(segment * bytes + 32) > channel.size()) {
                    return false;
                }
            }
            return true;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException senseless) {
            return false;
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.nativeOrder());
        if (channel.read(bytes, at) != count) {
            throw new EOFException();
        }
        return bytes;
    }

    private static boolean isElf(byte[] head) {
        return head.length == MACHINE + 2 && Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    private static byte[] head(Path file) {
        try (InputStream bytes = Files.newInputStream(file)) {
            return bytes.readNBytes(MACHINE + 2);
        } catch (IOException unreadable) {
            return new byte[0];
        }
    }

    /** Byte 5 tells the order of bytes: 1 is the lowest first. */
    private static int machine(byte[] head) {
        int low = head[5] == 1 ? MACHINE : MACHINE + 1;
        return head[low] & 0xFF | (head[MACHINE + MACHINE + 1 - low] & 0xFF) << 8;
    }

    /** Source: System V Application Binary Interface, ELF header, e_machine. */
    private static String name(byte[] head) {
        return switch (machine(head)) {
            case 3 -> "x86 (32 bits)";
            case 21 -> "PowerPC (64 bits)";
            case 40 -> "ARM (32 bits)";
            case 62 -> "x86-64";
            case 183 -> "AArch64";
            case 243 -> "RISC-V";
            default -> "machine " + machine(head);
        };
    }
}

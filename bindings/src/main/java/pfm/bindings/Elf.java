package pfm.bindings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What the head of a file says of the machine that it is for. */
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
        return "";
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

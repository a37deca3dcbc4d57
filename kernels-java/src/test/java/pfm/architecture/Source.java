package pfm.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;

/**
 * A source file of this repository, parsed.
 *
 * @param path relative to the repository
 * @param text as it stands
 * @param tree what the parser makes of it
 * @param docs gives the documentation comments of {@code tree}
 */
record Source(Path path, String text, CompilationUnitTree tree, DocTrees docs) {

    /** The root of the repository: the nearest folder above with a launcher in it. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("pfm")) || !Files.exists(folder.resolve("kernels-java"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Every Java file of the repository, tests too. */
    static List<Source> all() {
        try (StandardJavaFileManager files =
                ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
            JavacTask parser = (JavacTask) ToolProvider.getSystemJavaCompiler()
                    .getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(javaFiles()));
            DocTrees docs = DocTrees.instance(parser);
            List<Source> sources = new ArrayList<>();
            for (CompilationUnitTree tree : parser.parse()) {
                Path path = root().relativize(Path.of(tree.getSourceFile().toUri()));
                sources.add(new Source(path, tree.getSourceFile().getCharContent(true).toString(), tree, docs));
            }
            return sources;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> javaFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String module : List.of("kernels-java", "kernels-opencl", "bindings", "bench")) {
            try (Stream<Path> files = Files.walk(root().resolve(module, "src"))) {
                files.filter(f -> f.toString().endsWith(".java")).forEach(found::add);
            }
        }
        return found;
    }

    /** Whether this is part of the product, not of its tests. */
    boolean isMain() {
        return path.getName(2).toString().equals("main");
    }

    /** The package that the file declares. */
    String packageName() {
        return tree.getPackageName().toString();
    }
}

package pfm.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import org.junit.jupiter.api.Test;

/** What every source file of this repository keeps to. */
class StyleTest {
    private static final Set<String> EMPTY_WORDS =
            Set.of("Util", "Utils", "Helper", "Manager", "Impl", "Base", "Abstract",
            "Common", "Misc", "Factory", "Config", "Options", "Context", "Handler", "Processor");

    /** Written in two halves, so that this file is not found itself. */
    private static final Pattern UNWANTED = Pattern.compile("catch \\((final )?Throw" + "able|System\\.setProp" + "erty"
            + "|Thread" + "Local\\b|Thread\\.sl" + "eep|@Dis" + "abled|\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    private final List<Source> sources = Source.all();

    @Test
    void allModulesAreRead() {
        assertEquals(List.of("bench", "bindings", "kernels-java", "kernels-opencl"),
                sources.stream().map(s -> s.path().getName(0).toString()).distinct().sorted().toList());
    }

    @Test
    void aFileHasAtMost300Lines() {
        assertNone(s -> s.text().lines().count() > 300 ? List.of(s.text().lines().count() + " lines") : List.of());
    }

    @Test
    void aLineHasAtMost120Characters() {
        assertNone(s -> s.text().lines().filter(line -> line.length() > 120).toList());
    }

    @Test
    void unwantedConstructsAreAbsent() {
        assertNone(s -> s.text().lines().filter(UNWANTED.asPredicate()).toList());
    }

    @Test
    void everyTypeIsNamedForWhatItIs() {
        Predicate<String> empty =
                name -> Stream.of(name.split("(?<=[a-z0-9])(?=[A-Z])")).anyMatch(EMPTY_WORDS::contains);
        assertNone(s -> new Declarations(s).types.stream().filter(empty).toList());
    }

    @Test
    void everyPublicTypeAndMethodIsDocumented() {
        assertNone(s -> s.isMain() ? new Declarations(s).undocumented : List.of());
    }

    private void assertNone(Function<Source, List<String>> offences) {
        List<String> found = new ArrayList<>();
        sources.forEach(s -> offences.apply(s).forEach(offence -> found.add(s.path() + ": " + offence)));
        assertEquals("", String.join("\n", found));
    }

    /** The types of a file, and what of its interface has no documentation comment. */
    private static final class Declarations extends TreePathScanner<Void, Void> {
        private final List<String> types = new ArrayList<>();
        private final List<String> undocumented = new ArrayList<>();
        private final Source source;
        private boolean visible = true;

        Declarations(Source source) {
            this.source = source;
            scan(source.tree(), null);
        }

        @Override
        public Void visitClass(ClassTree tree, Void unused) {
            boolean outer = visible;
            types.add(tree.getSimpleName().toString());
            visible = outer && isInterface(tree.getModifiers());
            check(tree.getSimpleName().toString());
            super.visitClass(tree, unused);
            visible = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree tree, Void unused) {
            boolean overrides = tree.getModifiers().getAnnotations().stream()
                    .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
            boolean outer = visible;
            visible = outer && isInterface(tree.getModifiers()) && !overrides;
            check(tree.getName().toString());
            visible = false; // what a method declares is its own affair
            super.visitMethod(tree, unused);
            visible = outer;
            return null;
        }

        private void check(String name) {
            if (visible && source.docs().getDocComment(getCurrentPath()) == null) {
                undocumented.add(name + " has no documentation comment");
            }
        }

        private boolean isInterface(ModifiersTree modifiers) {
            Set<Modifier> flags = modifiers.getFlags();
            return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED) || inInterface(flags);
        }

        private boolean inInterface(Set<Modifier> flags) {
            return getCurrentPath().getParentPath().getLeaf() instanceof ClassTree owner
                    && owner.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE);
        }
    }
}

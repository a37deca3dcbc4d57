package pfm.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import com.sun.source.tree.MemberSelectTree;
import com.sun.source.util.TreeScanner;
import org.junit.jupiter.api.Test;

/** Packages use only what stands below them, so that none is part of a cycle and no backend sees another. */
class PackageDependencyTest {
    private static final List<String> BASICS =
            List.of("pfm.quantity", "pfm.noise", "pfm.fft", "pfm.energy");
    private static final List<String> SPECIFICATIONS =
            with(BASICS, "pfm.field", "pfm.optics", "pfm.analog.network", "pfm.analog", "pfm.tuning");
    private static final List<String> INTERFACE = with(SPECIFICATIONS, "pfm");
    private static final List<String> SIMD = with(INTERFACE, "pfm.simd");

    private final Map<String, List<String>> mayUse = new LinkedHashMap<>();

    PackageDependencyTest() {
        mayUse.put("pfm.quantity", List.of());
        List.of("pfm.noise", "pfm.fft", "pfm.energy").forEach(p -> mayUse.put(p, List.of("pfm.quantity")));
        mayUse.put("pfm.field", BASICS);
        List.of("pfm.io", "pfm.optics", "pfm.analog.network")
                .forEach(p -> mayUse.put(p, with(BASICS, "pfm.field")));
        mayUse.put("pfm.analog", with(BASICS, "pfm.field", "pfm.analog.network"));
        mayUse.put("pfm.tuning", List.of("pfm.quantity", "pfm.io"));
        mayUse.put("pfm", SPECIFICATIONS);
        // The reference judges the others: it has its own transform, so that an error in the shared one shows.
        mayUse.put("pfm.reference", INTERFACE.stream().filter(p -> !p.equals("pfm.fft")).toList());
        mayUse.put("pfm.simd", INTERFACE);
        mayUse.put("pfm.vector", SIMD);
        mayUse.put("pfm.bindings", with(SIMD, "pfm.io"));
        mayUse.put("pfm.opencl", with(INTERFACE, "pfm.io"));
        mayUse.put("pfm.validation", INTERFACE);
        mayUse.put("pfm.validation.mutants", with(INTERFACE, "pfm.validation"));
        mayUse.put("pfm.model", with(INTERFACE, "pfm.io"));
        mayUse.put("pfm.abi", with(INTERFACE, "pfm.io", "pfm.model"));
        mayUse.put("pfm.bench.peer", with(INTERFACE, "pfm.io", "pfm.validation", "pfm.model"));
        mayUse.put("pfm.bench.page", List.of("pfm.quantity", "pfm.io"));
        mayUse.put("pfm.bench.profile", with(INTERFACE, "pfm.io", "pfm.validation", "pfm.model", "pfm.bindings",
                "pfm.bench.peer", "pfm.bench.page"));
        mayUse.put("pfm.bench.validate", with(INTERFACE, "pfm.io", "pfm.validation", "pfm.validation.mutants"));
        mayUse.put("pfm.bench.published", with(INTERFACE, "pfm.model", "pfm.validation"));
        mayUse.put("pfm.bench", with(SIMD, "pfm.io", "pfm.validation", "pfm.model", "pfm.bindings", "pfm.opencl",
                "pfm.bench.peer", "pfm.bench.page", "pfm.bench.profile",
                "pfm.bench.validate", "pfm.bench.published", "pfm.validation.mutants"));
        mayUse.put("pfm.bench.jmh", with(INTERFACE, "pfm.io", "pfm.validation", "pfm.model", "pfm.bench",
                "pfm.bindings"));
    }

    @Test
    void everyPackageUsesOnlyPackagesBelowIt() {
        List<String> wrong = new ArrayList<>();
        for (Source source : Source.all()) {
            if (source.isMain()) {
                List<String> allowed = mayUse.get(source.packageName());
                assertTrue(allowed != null, source.packageName() + " has no entry in the table of this test");
                used(source).stream().filter(p -> !p.equals(source.packageName()) && !allowed.contains(p))
                        .forEach(p -> wrong.add(source.path() + " uses " + p));
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void theTableHasNoCycle() {
        List<String> above = new ArrayList<>();
        mayUse.forEach((name, below) -> {
            assertTrue(above.containsAll(below), name + " may use a package that stands after it: " + below);
            above.add(name);
        });
    }

    @Test
    void importsAndQualifiedNamesAreSeen() {
        Source kernels = Source.all().stream().filter(s -> s.path().endsWith("pfm/Kernels.java")).findFirst()
                .orElseThrow();
        assertEquals(Set.of("pfm.analog", "pfm.field", "pfm.optics", "pfm.tuning"), used(kernels));
    }

    private static Set<String> used(Source source) {
        Set<String> packages = new TreeSet<>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMemberSelect(MemberSelectTree tree, Void unused) {
                String scope = tree.getExpression().toString();
                if (scope.matches("pfm(\\.[a-z]+)*") && Character.isUpperCase(tree.getIdentifier().charAt(0))) {
                    packages.add(scope);
                }
                return super.visitMemberSelect(tree, unused);
            }
        }.scan(source.tree(), null);
        return packages;
    }

    private static List<String> with(List<String> packages, String... more) {
        List<String> all = new ArrayList<>(packages);
        all.addAll(List.of(more));
        return all;
    }
}

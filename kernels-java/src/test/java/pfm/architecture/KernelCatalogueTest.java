package pfm.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import pfm.Kernels;
import pfm.Plan;
import pfm.field.Precision;
import pfm.validation.ClosedForms;
import pfm.validation.Workloads;

/**
 * A kernel is whole or absent: every one in {@link Kernels} has a class in every backend that has kernels, and its
 * judges.
 */
class KernelCatalogueTest {
    private final Set<String> kernels = Stream.of(Kernels.class.getMethods())
            .filter(method -> Plan.class.isAssignableFrom(method.getReturnType()))
            .map(Method::getName).collect(Collectors.toCollection(TreeSet::new));

    @Test
    void everyBackendWithKernelsHasAClassForEach() {
        assertEquals(kernels, kernelsIn("reference", "Reference"));
        assertEquals(kernels, kernelsIn("vector", "Vector"));
        for (Map.Entry<String, String> backend : Map.of("bindings", "Native", "opencl", "OpenCl").entrySet()) {
            if (files(backend.getKey()).contains(backend.getValue() + "Kernels.java")) {
                assertEquals(kernels, kernelsIn(backend.getKey(), backend.getValue()));
            }
        }
    }

    @Test
    void everyKernelHasAWorkload() {
        Set<String> planned = new HashSet<>();
        Workloads.all().forEach(workload -> planned.add(firstPlanned(k -> {
            try (Arena arena = Arena.ofShared()) {
                workload.prepare(k, Precision.FLOAT32, arena);
            }
        })));
        assertEquals(kernels, planned);
    }

    @Test
    void everyKernelHasAClosedForm() {
        Set<String> planned = new HashSet<>();
        ClosedForms.all().forEach(form -> planned.add(firstPlanned(k -> form.judge(k, Precision.FLOAT32))));
        assertEquals(kernels, planned);
    }

    @Test
    void readmeSaysWhichBackendHasWhichKernel() {
        for (String kernel : kernels) {
            assertTrue(Readme.text().lines().anyMatch(line -> line.startsWith("| `" + kernel + "`")),
                    "README has no row for " + kernel);
        }
    }

    private Set<String> kernelsIn(String pack, String prefix) {
        Set<String> files = files(pack);
        return kernels.stream().filter(kernel -> files.contains(prefix + capitalised(kernel) + ".java"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> files(String pack) {
        return Source.all().stream().filter(s -> s.isMain() && s.packageName().equals("pfm." + pack))
                .map(s -> s.path().getFileName().toString()).collect(Collectors.toSet());
    }

    private static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** The first kernel that {@code use} plans; it gets no further. */
    private static String firstPlanned(Consumer<Kernels> use) {
        Kernels recorder = (Kernels) Proxy.newProxyInstance(Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("precisions")) {
                        return Set.of(Precision.values());
                    }
                    throw new Planned(method.getName());
                });
        try {
            use.accept(recorder);
        } catch (Planned planned) {
            return planned.getMessage();
        }
        throw new AssertionError("nothing was planned");
    }

    private static final class Planned extends RuntimeException {
        private static final long serialVersionUID = 1;

        Planned(String kernel) {
            super(kernel);
        }
    }
}

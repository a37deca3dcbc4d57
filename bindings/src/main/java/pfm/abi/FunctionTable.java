package pfm.abi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of C functions that {@code pfm.h} declares as {@code struct pfm_functions}. It lives as long as the JVM,
 * and serves every program in the process.
 */
public final class FunctionTable {
    /** Version of the interface: changes where something that exists in {@code pfm.h} changes. */
    static final int VERSION = 1;

    /** The functions in the order of {@code pfm.h}, by the name of the Java method. New ones go to the end. */
    static final List<String> NAMES = List.of("versionText", "backends", "open", "close", "device",
            "angularSpectrumPlan", "splitStepPlan", "crossbarPlan", "planClose", "propagate", "adjoint",
            "propagateInterleaved", "adjointInterleaved", "reload", "gradient", "gradientInterleaved", "multiply",
            "multiplyAdjoint", "networkOpen", "networkShape", "networkClassify", "networkClose");

    private static final Map<Class<?>, MemoryLayout> LAYOUTS = Map.of(int.class, ValueLayout.JAVA_INT,
            long.class, ValueLayout.JAVA_LONG, double.class, ValueLayout.JAVA_DOUBLE);

    private final MemorySegment table;

    private FunctionTable() {
        Resources resources = new Resources();
        Map<String, MethodHandle> functions = Stream.of(new KernelFunctions(resources), new WaveFunctions(resources),
                        new CrossbarFunctions(resources), new NetworkFunctions(resources))
                .flatMap(owner -> methods(owner.getClass()).map(method -> Map.entry(method.getName(),
                        handle(method).bindTo(owner))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        table = Arena.global().allocate(ValueLayout.ADDRESS, NAMES.size() + 1);
        table.set(ValueLayout.JAVA_INT, 0, VERSION);
        table.set(ValueLayout.JAVA_INT, Integer.BYTES, NAMES.size());
        for (int i = 0; i < NAMES.size(); i++) {
            table.setAtIndex(ValueLayout.ADDRESS, i + 1, stub(functions.get(NAMES.get(i))));
        }
    }

    /** The methods of a class that are functions. */
    static Stream<Method> methods(Class<?> owner) {
        return Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> NAMES.contains(method.getName()) && !Modifier.isPrivate(method.getModifiers()));
    }

    private static MethodHandle handle(Method method) {
        try {
            return MethodHandles.lookup().unreflect(method);
        } catch (IllegalAccessException e) {
            throw new AssertionError("methods of this package are accessible", e);
        }
    }

    @SuppressWarnings("restricted") // the functions catch everything
    private static MemorySegment stub(MethodHandle function) {
        MemoryLayout[] arguments = function.type().parameterList().stream().map(LAYOUTS::get)
                .toArray(MemoryLayout[]::new);
        return Linker.nativeLinker().upcallStub(
                function, FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments), Arena.global());
    }

    /** Made when it is first asked for, once. */
    private static final class Holder {
        private static final FunctionTable ONLY = new FunctionTable();
    }

    /** The address of the {@code struct pfm_functions}. */
    public static long address() {
        return Holder.ONLY.table.address();
    }
}

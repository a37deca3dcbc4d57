package pfm.bindings;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandleProxies;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * The functions of a loaded library, each as an object of a Java interface whose method has the C function's arguments:
 * {@code int} and {@code float} are those of C, a {@link MemorySegment} is any pointer. Memory given to a function
 * cannot be freed while it runs, and memory that was freed is refused.
 */
final class Functions {
    private final NativeLibrary library;
    private final String source;
    private final SymbolLookup symbols;

    Functions(NativeLibrary library, String source, SymbolLookup symbols) {
        this.library = library;
        this.source = source;
        this.symbols = symbols;
    }

    /** The file, and where it came from. */
    String source() {
        return source;
    }

    /** Whether there is a symbol of this name. */
    boolean has(String symbol) {
        return symbols.find(symbol).isPresent();
    }

    /**
     * A function.
     *
     * @param type public interface of one method
     * @throws LibraryUnavailableException if the library has no function of this name
     */
    @SuppressWarnings("restricted")
    <T> T function(String symbol, Class<T> type) {
        MemorySegment address = symbols.find(symbol).orElseThrow(
                () -> library.unavailable(source + " has no function " + symbol));
        Method method = type.getMethods()[0];
        MemoryLayout[] arguments = Arrays.stream(method.getParameterTypes()).map(Functions::layout)
                .toArray(MemoryLayout[]::new);
        FunctionDescriptor descriptor = method.getReturnType() == void.class
                ? FunctionDescriptor.ofVoid(arguments)
                : FunctionDescriptor.of(layout(method.getReturnType()), arguments);
        return MethodHandleProxies.asInterfaceInstance(
                type, Linker.nativeLinker().downcallHandle(address, descriptor));
    }

    private static MemoryLayout layout(Class<?> type) {
        if (type == int.class) {
            return ValueLayout.JAVA_INT;
        }
        return type == float.class ? ValueLayout.JAVA_FLOAT : ValueLayout.ADDRESS;
    }

    /** The text at {@code address}, which lives as long as the library. */
    @SuppressWarnings("restricted")
    static String text(MemorySegment address) {
        return address.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** The text that the library has as a constant, or nothing if it has none of this name. */
    String constant(String symbol) {
        return symbols.find(symbol).map(Functions::text).orElse("");
    }
}

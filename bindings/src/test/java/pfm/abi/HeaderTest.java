package pfm.abi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** {@code pfm.h} and the table of Java declare the same functions. */
class HeaderTest {
    static final Path HEADER = Path.of("src", "main", "c", "pfm.h"); // Maven runs tests in the folder of the module

    private static final Pattern POINTER = Pattern.compile("int32_t \\(\\*(\\w+)\\)\\(([^)]*)\\);");
    private static final Pattern FUNCTION = Pattern.compile("int32_t pfm_(\\w+)\\(([^)]*)\\);");

    @Test
    void theTableHasTheFunctionsOfTheHeaderInItsOrder() throws IOException {
        assertEquals(declarations(POINTER).map(f -> camelCase(f.group(1))).toList(), FunctionTable.NAMES);
    }

    @Test
    void everyFunctionHasTheArgumentsThatJavaReads() throws IOException {
        List<Class<?>> owners = List.of(
                KernelFunctions.class, WaveFunctions.class, CrossbarFunctions.class, NetworkFunctions.class);
        List<String> java = new ArrayList<>();
        for (String name : FunctionTable.NAMES) {
            owners.stream().flatMap(FunctionTable::methods).filter(m -> m.getName().equals(name))
                    .forEach(m -> java.add(name + " " + types(m)));
        }
        assertEquals(declarations(POINTER).map(f -> camelCase(f.group(1)) + " " + types(f.group(2))).toList(), java);
    }

    @Test
    void everyFunctionOfTheTableIsAFunctionOfTheLibrary() throws IOException {
        assertEquals(declarations(POINTER).map(f -> f.group(1) + " " + spaced(f.group(2))).toList(),
                declarations(FUNCTION).map(f -> f.group(1) + " " + spaced(f.group(2))).toList());
    }

    @Test
    void theTableBeginsWithVersionAndCountAndHasNoHole() throws IOException {
        MemorySegment table = table();
        assertEquals(FunctionTable.VERSION, table.get(ValueLayout.JAVA_INT, 0));
        assertEquals(FunctionTable.NAMES.size(), table.get(ValueLayout.JAVA_INT, 4));
        assertEquals(FunctionTable.NAMES.size(), Stream.iterate(1, i -> i + 1).limit(FunctionTable.NAMES.size())
                .map(i -> table.getAtIndex(ValueLayout.JAVA_LONG, i)).filter(a -> a != 0).distinct().count());
        assertEquals(1, Pattern.compile("#define PFM_ABI_VERSION " + FunctionTable.VERSION + "\n")
                .matcher(Files.readString(HEADER)).results().count());
    }

    @Test
    void codesHaveTheNumbersOfTheHeader() throws IOException {
        String header = Files.readString(HEADER);
        assertEquals(Arrays.stream(Code.values()).map(code -> "PFM_" + code + " = " + code.ordinal()).toList(),
                Pattern.compile("PFM_[A-Z_]+ = \\d").matcher(header.substring(header.indexOf("enum pfm_code {"),
                        header.indexOf("typedef"))).results().map(MatchResult::group).toList());
    }

    @SuppressWarnings("restricted")
    private static MemorySegment table() {
        return MemorySegment.ofAddress(FunctionTable.address()).reinterpret(8L + 8L * FunctionTable.NAMES.size());
    }

    private static Stream<MatchResult> declarations(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(HEADER)).results();
    }

    private static String camelCase(String name) {
        return Pattern.compile("_(.)").matcher(name).replaceAll(m -> m.group(1).toUpperCase());
    }

    private static String spaced(String arguments) {
        return arguments.replaceAll("\\s+", " ");
    }

    /** Of Java: a pointer and a handle are long. */
    private static List<String> types(String arguments) {
        return Arrays.stream(spaced(arguments).split(", ")).map(HeaderTest::type).toList();
    }

    private static String type(String argument) {
        return argument.contains("*") ? "long" : switch (argument.split(" ")[0]) {
            case "double" -> "double";
            case "int32_t" -> "int";
            default -> "long";
        };
    }

    private static List<String> types(Method method) {
        return Arrays.stream(method.getParameterTypes()).map(Class::getName).toList();
    }
}

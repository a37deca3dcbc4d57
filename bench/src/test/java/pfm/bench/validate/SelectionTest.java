package pfm.bench.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import pfm.validation.Workload;

/** What is quick covers what there is. */
class SelectionTest {
    @Test
    void everyKernelAndDirectionHasAQuickWorkload() {
        assertEquals(kinds(Selection.of(name -> true, false)), kinds(Selection.of(name -> true, true)));
    }

    @Test
    void everyQuickClosedFormExists() {
        assertEquals(Selection.QUICK.size(), Selection.of(name -> true, true).forms().size());
    }

    @Test
    void quickIsAPart() {
        assertTrue(Selection.of(name -> true, true).workloads().size() < Selection.of(name -> true, false).workloads()
                .size());
    }

    private static Set<String> kinds(Selection selection) {
        return selection.workloads().stream().map(Workload::name)
                .map(name -> name.replaceFirst("/.*/", "/")).collect(Collectors.toCollection(TreeSet::new));
    }
}

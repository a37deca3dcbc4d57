package pfm.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import pfm.opencl.DeviceDescription.Kind;
import pfm.opencl.OpenClDevices.Search;

class OpenClDevicesTest {
    private final DeviceDescription processor = device(0, "pthread-EPYC", "Portable Computing Language", Kind.CPU);
    private final DeviceDescription first = device(1, "NVIDIA H200", "NVIDIA CUDA", Kind.GPU);
    private final DeviceDescription second = device(2, "NVIDIA H100", "NVIDIA CUDA", Kind.GPU);
    private final List<DeviceDescription> all = List.of(processor, first, second);

    private static DeviceDescription device(int index, String name, String system, Kind kind) {
        return new DeviceDescription(
                index, null, null, name, system, "1.0", kind, 3L << 30, 1L << 30, 49152, 132, 1024, 1,
                true, false, true);
    }

    @Test
    void dotProductsNeedTheExtensionAndItsLanguage() {
        String with = "cl_khr_fp64 cl_khr_integer_dot_product cl_khr_icd";
        assertTrue(DeviceDescription.dotProducts(with, "OpenCL C 3.0 x"));
        assertFalse(DeviceDescription.dotProducts(with, "OpenCL C 1.2 x"));
        assertFalse(DeviceDescription.dotProducts("cl_khr_integer_dot_products", "OpenCL C 3.0"));
    }

    @Test
    void aGpuComesBeforeAProcessor() {
        assertEquals(first, chosen(null));
        assertEquals(processor, assertInstanceOf(Search.Found.class,
                OpenClDevices.choose(List.of(processor), null)).device());
    }

    @Test
    void aDeviceIsNamedByItsIndexOrAPartOfItsName() {
        assertEquals(processor, chosen("0"));
        assertEquals(second, chosen("2"));
        assertEquals(second, chosen("h100"));
        assertEquals(first, chosen("nvidia"));
        assertEquals(processor, chosen("Portable"));
    }

    @Test
    void aNameThatFitsNoneIsAnAnswer() {
        Search.None none = assertInstanceOf(Search.None.class, OpenClDevices.choose(all, "radeon"));
        assertEquals("-Dpfm.opencl.device=radeon names none of [0: pthread-EPYC of Portable Computing Language,"
                + " 1: NVIDIA H200 of NVIDIA CUDA, 2: NVIDIA H100 of NVIDIA CUDA]", none.why().reason());
        assertEquals("name one by its index or a part of its name", none.why().remedy());
        assertInstanceOf(Search.None.class, OpenClDevices.choose(all, "7"));
    }

    @Test
    void aLineTellsWhatADeviceHas() {
        assertEquals("NVIDIA H200 (GPU), 132 compute units, driver 1.0", first.line());
        assertEquals("1: NVIDIA H200 (GPU), 132 compute units, driver 1.0, 3.0 GiB, NVIDIA CUDA", first.details());
    }

    private DeviceDescription chosen(String asked) {
        return assertInstanceOf(Search.Found.class, OpenClDevices.choose(all, asked)).device();
    }
}

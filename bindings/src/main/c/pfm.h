/*
 * PFM Kernels for C and C++: wave propagation, analog matrix-vector products and physical networks on your own
 * memory.
 *
 *     cc program.c -I DIR -L DIR -lpfm -Wl,-rpath,DIR         (./pfm c-library DIR makes libpfm.so, this file and jars)
 *
 * libpfm.so starts a Java virtual machine (JDK or JRE 25) inside the process at the first call and calls the kernels
 * through a table of function pointers. No field, medium, weight or result is copied on the way, but for what the
 * functions named ..._interleaved convert.
 *
 * FUNCTIONS return PFM_OK (0) or another code of enum pfm_code. Then, if `error` is not NULL, it holds the code and a
 * message of one line: what was expected, what came, what to do. A call that succeeds leaves `error` as it was. No
 * function ends the process, whatever its arguments, as long as pointers point to memory of the size that is said.
 *
 * HANDLES are numbers, never reused. One that was closed is answered with PFM_CLOSED, one that never was, or is of
 * another kind, with PFM_BAD_ARGUMENT. 0 is never a handle.
 *
 * MEMORY is the caller's: allocated, aligned to the size of its numbers (4 bytes for float; 64 is faster) and freed
 * by the caller. Arrays are dense and row-major. float is IEEE 754 binary32, in the byte order of the machine.
 *   - A batch of fields is two planes of floats [batch][ny][nx], the real and the imaginary part; interleaved, it is
 *     one plane [batch][ny][nx] of float complex, or of numpy.complex64.
 *   - in and out may be the same memory, else they may not overlap. Memory between and behind them is never touched.
 *   - Values of a medium (pfm_samples) are used where they lie, until its plan is closed: keep them. Masks are taken
 *     over when planned and at pfm_reload, volumes are read at every run. Everything else is read during the call
 *     only.
 *   - Text is UTF-8 and ends with 0. A function that gives text writes at most `size` bytes, the 0 included.
 *
 * UNITS are SI: lengths in metres, phases in radians. A wave that travels forward has the phase exp(+i k z). Sample
 * (x, y) lies at ((x - nx/2) pitch_x, (y - ny/2) pitch_y). Space is periodic over the grid.
 *
 * THREADS: any thread may call any function at any time. A plan or network works for one thread at a time; a second
 * one is answered with PFM_BUSY at once, and so is closing it meanwhile: plan once per thread that runs at the same
 * time. A thread that calls is attached to the virtual machine as a daemon at its first call, which takes about 10 us
 * longer, and detached when it ends; it needs 1 MiB of stack. A call uses as many threads inside as pfm_open was told;
 * results of vector and reference are equal to the last bit whatever the number, those of native may round
 * differently. Do not fork() without exec() once a function was called. Calls from signal handlers are not allowed.
 *
 * SIGNALS: the virtual machine leaves SIGINT, SIGTERM, SIGHUP and SIGQUIT alone. It needs SIGSEGV, SIGBUS, SIGFPE,
 * SIGILL and SIGUSR2: a program that handles these itself loads libjsig.so of the JDK first, which chains them.
 *
 * This file is the whole interface with its documentation, for a program includes one.
 *
 * VERSIONS: PFM_ABI_VERSION changes where something that exists changes, and pfm_load refuses another version.
 * Functions are only added at the end of the table; `count` tells how many there are.
 */
#ifndef PFM_H
#define PFM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PFM_ABI_VERSION 1

/* What a function returns. */
enum pfm_code {
    PFM_OK = 0,
    PFM_BAD_ARGUMENT = 1, /* an argument is wrong; the message names it, what was expected, and what came */
    PFM_UNAVAILABLE = 2,  /* no Java 25, no jars, or the backend cannot run here */
    PFM_NO_MEMORY = 3,    /* the message says how much is needed, and what there is */
    PFM_CLOSED = 4,       /* the handle was closed */
    PFM_BUSY = 5,         /* another thread uses the plan or network */
    PFM_FILE = 6,         /* a file is missing, unreadable or malformed */
    PFM_BUG = 7           /* a bug of pfm, not of your program: please report it with the message */
};

/* Why a function failed. 1024 bytes. */
typedef struct pfm_error {
    int32_t code;       /* enum pfm_code */
    char message[1020]; /* UTF-8, ends with 0 */
} pfm_error;

/* Which transfer function carries a field from plane to plane. */
enum pfm_diffraction {
    PFM_EXACT = 0,   /* exp(i 2 pi z sqrt((n/lambda)^2 - fx^2 - fy^2)); evanescent waves decay */
    PFM_PARAXIAL = 1 /* Fresnel */
};

/* A wave on its grid. 48 bytes. */
typedef struct pfm_wave {
    int32_t nx;          /* samples along x, the fast axis, 1 to 2^20 */
    int32_t ny;          /* samples along y, 1 to 2^20 */
    double pitch_x;      /* distance of samples along x [m] */
    double pitch_y;      /* distance of samples along y [m] */
    double wavelength;   /* in vacuum [m] */
    double index;        /* refractive index of the background */
    int32_t diffraction; /* enum pfm_diffraction */
    int32_t band_limited; /* 1: cuts frequencies whose phase the grid cannot sample over a distance; 0: keeps all */
} pfm_wave;

/*
 * A window that absorbs what reaches the edge of the grid, applied at every mask and slice: along an axis, a sample d
 * cells from an edge gets exp(-strength ((cells - d)/cells)^order). 16 bytes.
 */
typedef struct pfm_frame {
    int32_t cells;   /* width [samples] */
    int32_t order;   /* steepness, 1 to 16 */
    double strength; /* exponent at the outermost sample [nepers per screen], 0 to 100 */
} pfm_frame;

/* How values of a medium are stored. */
enum pfm_format {
    PFM_FLOAT32 = 0, /* float: the value itself */
    PFM_LEVELS8 = 1  /* uint8_t: value = min + level step */
};

/* Values of a medium, where the caller has them. 32 bytes. */
typedef struct pfm_samples {
    const void *values; /* NULL: there are none */
    int32_t format;     /* enum pfm_format */
    int32_t reserved;   /* 0 */
    double min;         /* value of level 0; 0 for PFM_FLOAT32 */
    double step;        /* difference of neighbouring levels; 0 for PFM_FLOAT32 */
} pfm_samples;

/* What a wave meets. */
enum pfm_kind {
    PFM_GAP = 0,  /* free space of the background index */
    PFM_MASK = 1, /* without thickness: u <- u exp(i phase - attenuation) */
    PFM_SLAB = 2  /* slices: half a step of diffraction, exp(i k0 (contrast + i extinction) dz), half a step */
};

/* A gap, mask or slab. 80 bytes. */
typedef struct pfm_element {
    int32_t kind;            /* enum pfm_kind */
    int32_t slices;          /* of a slab, at least 1; 0 for others */
    double length;           /* of a gap: its distance [m], negative goes back; of a slab: thickness of a slice [m] */
    pfm_samples phase;       /* of a mask: phase [rad], [ny][nx]; of a slab: index contrast, [slices][ny][nx] */
    pfm_samples attenuation; /* of a mask: attenuation >= 0 [nepers]; of a slab: extinction >= 0; shape as phase; may be
                                none */
} pfm_element;

/*
 * Derivatives of a loss by the parameters of an element, in the shape of its values; NULL where the element has none,
 * or where they are not wanted. 16 bytes.
 */
typedef struct pfm_derivatives {
    float *phase;       /* of a mask: dL/dphase [1/rad]; of a slab: dL/dcontrast */
    float *attenuation; /* of a mask: dL/dattenuation; of a slab: dL/dextinction */
} pfm_derivatives;

/* Handles; three names, so that a declaration says what is meant. */
typedef int64_t pfm_kernels; /* a backend that was opened: pfm_open */
typedef int64_t pfm_plan;    /* a kernel made ready to run: pfm_..._plan */
typedef int64_t pfm_network; /* a physical network made ready to classify: pfm_network_open */

/*
 * The functions, as Java gives them. Each stands below under the name pfm_..., with its documentation; those of
 * libpfm.so call these. Other languages may start a virtual machine on their own and get the table from the static
 * method `long pfm.abi.FunctionTable.address()`.
 */
typedef struct pfm_functions {
    uint32_t version; /* PFM_ABI_VERSION */
    uint32_t count;   /* of the function pointers that follow */
    int32_t (*version_text)(char *text, int64_t size, pfm_error *error);
    int32_t (*backends)(char *text, int64_t size, pfm_error *error);
    int32_t (*open)(const char *backend, int32_t threads, pfm_kernels *kernels, pfm_error *error);
    int32_t (*close)(pfm_kernels kernels, pfm_error *error);
    int32_t (*device)(pfm_kernels kernels, char *text, int64_t size, pfm_error *error);
    int32_t (*angular_spectrum_plan)(pfm_kernels kernels, const pfm_wave *wave, double distance, pfm_plan *plan,
                                     pfm_error *error);
    int32_t (*split_step_plan)(pfm_kernels kernels, const pfm_wave *wave, const pfm_frame *frame,
                               const pfm_element *elements, int32_t count, pfm_plan *plan, pfm_error *error);
    int32_t (*crossbar_plan)(pfm_kernels kernels, const float *weights, int32_t outputs, int32_t inputs,
                             const char *device, pfm_plan *plan, pfm_error *error);
    int32_t (*plan_close)(pfm_plan plan, pfm_error *error);
    int32_t (*propagate)(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im, float *out_re,
                         float *out_im, pfm_error *error);
    int32_t (*adjoint)(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im, float *out_re,
                       float *out_im, pfm_error *error);
    int32_t (*propagate_interleaved)(pfm_plan plan, int32_t batch, const float *in, float *out, pfm_error *error);
    int32_t (*adjoint_interleaved)(pfm_plan plan, int32_t batch, const float *in, float *out, pfm_error *error);
    int32_t (*reload)(pfm_plan plan, pfm_error *error);
    int32_t (*gradient)(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im, const float *cotangent_re,
                        const float *cotangent_im, float *adjoint_re, float *adjoint_im,
                        const pfm_derivatives *gradients, int32_t count, pfm_error *error);
    int32_t (*gradient_interleaved)(pfm_plan plan, int32_t batch, const float *in, const float *cotangent,
                                    float *adjoint, const pfm_derivatives *gradients, int32_t count, pfm_error *error);
    int32_t (*multiply)(pfm_plan plan, int32_t batch, const float *x, float *y, pfm_error *error);
    int32_t (*multiply_adjoint)(pfm_plan plan, int32_t batch, const float *y, float *x, pfm_error *error);
    int32_t (*network_open)(pfm_kernels kernels, const char *file, pfm_network *network, pfm_error *error);
    int32_t (*network_shape)(pfm_network network, int32_t *columns, int32_t *rows, int32_t *classes, pfm_error *error);
    int32_t (*network_classify)(pfm_network network, int32_t count, const uint8_t *images, int32_t *labels,
                                float *scores, pfm_error *error);
    int32_t (*network_close)(pfm_network network, pfm_error *error);
} pfm_functions;

/*
 * Starts Java once per process, or joins the virtual machine that runs in it already, and returns the table, valid for
 * the life of the process; NULL on failure (PFM_UNAVAILABLE), which later calls repeat. Every function below calls it:
 * there is no need to, unless a program wants to choose when that time is spent.
 *
 * Java is the first version 25 of: PFM_JAVA (its folder), ../java from libpfm.so (as in a distribution),
 * JAVA_HOME, java of the PATH, /usr/lib/jvm. The jars lie in the folder PFM_HOME, else beside libpfm.so. PFM_JVM_ARGS
 * holds more arguments for Java, separated by spaces (-Xmx8g). Java prints one line to stderr, "WARNING: Using
 * incubator modules: jdk.incubator.vector", and nothing to stdout. A virtual machine that runs already must have the
 * jars on its class path.
 */
const pfm_functions *pfm_load(pfm_error *error);

/* Gives the version of the library, for example 0.1.0. */
int32_t pfm_version_text(char *text, int64_t size, pfm_error *error);

/* Gives a line for each backend, the most preferred first: "NAME: DEVICE", or "NAME: unavailable: REASON; REMEDY". */
int32_t pfm_backends(char *text, int64_t size, pfm_error *error);

/*
 * Opens a backend: "vector", "native", "opencl", "reference", or "auto" for the best that can run here.
 *
 * threads: that a call may use, 0 for one per processor
 * kernels: receives the handle
 */
int32_t pfm_open(const char *backend, int32_t threads, pfm_kernels *kernels, pfm_error *error);

/* Closes it with all its plans and networks; PFM_BUSY, and nothing is closed, while one of them runs. */
int32_t pfm_close(pfm_kernels kernels, pfm_error *error);

/* Gives what computes: backend, device, lane width, threads. */
int32_t pfm_device(pfm_kernels kernels, char *text, int64_t size, pfm_error *error);

/* Plans free propagation over a distance [m], negative goes back, by the angular spectrum. */
int32_t pfm_angular_spectrum_plan(pfm_kernels kernels, const pfm_wave *wave, double distance, pfm_plan *plan,
                                  pfm_error *error);

/*
 * Plans propagation through media and masks by symmetric splitting.
 *
 * frame:    absorbing frame, or NULL
 * elements: [count], in the order in which the wave meets them; their values stay in use, see MEMORY
 */
int32_t pfm_split_step_plan(pfm_kernels kernels, const pfm_wave *wave, const pfm_frame *frame,
                            const pfm_element *elements, int32_t count, pfm_plan *plan, pfm_error *error);

/*
 * Plans products with a matrix, exact, as an analog crossbar or as light computes them.
 *
 * weights: [outputs][inputs], finite; read now, and no longer needed
 * device:  converters, tiles, cells, or detection and mesh of light, JSON as `pfm multiply --help` describes; NULL
 *          for the exact product. Noise is drawn for the number of a vector, counted on from call to call
 */
int32_t pfm_crossbar_plan(pfm_kernels kernels, const float *weights, int32_t outputs, int32_t inputs,
                          const char *device, pfm_plan *plan, pfm_error *error);

/* Frees a plan and its memory. */
int32_t pfm_plan_close(pfm_plan plan, pfm_error *error);

/* out = A in, for every field of the batch; the plan is one of waves. */
int32_t pfm_propagate(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im, float *out_re,
                      float *out_im, pfm_error *error);

/* out = A* in, the adjoint: <A x, y> = <x, A* y> with <a, b> = sum conj(a) b. */
int32_t pfm_adjoint(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im, float *out_re, float *out_im,
                    pfm_error *error);

/* As pfm_propagate on interleaved fields: converted on the way in and out, in memory that the plan keeps. */
int32_t pfm_propagate_interleaved(pfm_plan plan, int32_t batch, const float *in, float *out, pfm_error *error);

/* As pfm_adjoint on interleaved fields. */
int32_t pfm_adjoint_interleaved(pfm_plan plan, int32_t batch, const float *in, float *out, pfm_error *error);

/* Takes over a medium that the caller changed in place; the plan is one of a split step. */
int32_t pfm_reload(pfm_plan plan, pfm_error *error);

/*
 * Pulls a cotangent back through the medium of a split step. For a real loss L of the output v = A u with
 * dL = Re sum conj(cotangent) dv: adds dL/dparameter, summed over the batch, to the gradients, and writes the cotangent
 * of the input, A* cotangent, to adjoint, which may be the memory of cotangent.
 *
 * in:        u, the input of the forward run
 * gradients: [count], one for each element of the plan; clear them first for a plain gradient
 */
int32_t pfm_gradient(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im,
                        const float *cotangent_re, const float *cotangent_im, float *adjoint_re, float *adjoint_im,
                        const pfm_derivatives *gradients, int32_t count, pfm_error *error);

/* As pfm_gradient on interleaved fields. */
int32_t pfm_gradient_interleaved(pfm_plan plan, int32_t batch, const float *in, const float *cotangent,
                                    float *adjoint, const pfm_derivatives *gradients, int32_t count, pfm_error *error);

/* y = W x for every row: x is [batch][inputs], y is [batch][outputs] and may not overlap x; the plan is a crossbar. */
int32_t pfm_multiply(pfm_plan plan, int32_t batch, const float *x, float *y, pfm_error *error);

/* x = W^T y for every row, straight through the converters; y is [batch][outputs], x is [batch][inputs]. */
int32_t pfm_multiply_adjoint(pfm_plan plan, int32_t batch, const float *y, float *x, pfm_error *error);

/* Opens a physical network that `pfm train` wrote (safetensors). Names beyond ASCII need a locale with UTF-8. */
int32_t pfm_network_open(pfm_kernels kernels, const char *file, pfm_network *network, pfm_error *error);

/* Gives the pixels of an image along x and y, and the count of classes. */
int32_t pfm_network_shape(pfm_network network, int32_t *columns, int32_t *rows, int32_t *classes, pfm_error *error);

/*
 * Classifies images as `pfm infer` does.
 *
 * images: brightness 0 to 255, [count][rows][columns]
 * labels: receives the class with the highest score of each, [count]
 * scores: receives the score of each class, [count][classes]; or NULL
 */
int32_t pfm_network_classify(pfm_network network, int32_t count, const uint8_t *images, int32_t *labels, float *scores,
                             pfm_error *error);

/* Frees a network and its memory. */
int32_t pfm_network_close(pfm_network network, pfm_error *error);

#ifdef __cplusplus
}
#endif

#endif

/*
 * libpfm.so: finds a Java virtual machine and the jars, starts it in this process, and calls the functions of the table
 * that the Java class pfm.abi.FunctionTable makes. Built by ./pfm c-library; pfm.h is its documentation. One file, though
 * the last hundred lines only forward: a program may compile it in instead of linking the library.
 */
#define _GNU_SOURCE
#include "pfm.h"

#include <dirent.h>
#include <dlfcn.h>
#include <jni.h>
#include <limits.h>
#include <locale.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTIONS ((sizeof(pfm_functions) - 2 * sizeof(uint32_t)) / sizeof(void (*)(void)))
#define MOST_ARGUMENTS 64

_Static_assert(sizeof(pfm_error) == 1024 && sizeof(pfm_wave) == 48 && sizeof(pfm_frame) == 16
               && sizeof(pfm_element) == 80 && sizeof(pfm_derivatives) == 16, "the sizes that Java reads");

typedef jint(JNICALL *create_vm)(JavaVM **, void **, void *);
typedef jint(JNICALL *created_vms)(JavaVM **, jsize, jsize *);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const pfm_functions *functions; /* NULL: failure tells why */
static pfm_error failure = {PFM_UNAVAILABLE, ""};

static void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure.message, sizeof failure.message, format, arguments);
    va_end(arguments);
}

static const char *environment(const char *name) {
    const char *value = getenv(name);
    return value != NULL && *value != 0 ? value : NULL;
}

/* ---- Java ---- */

/* Whether a folder holds Java 25. */
static int is_java_25(const char *home) {
    char path[PATH_MAX], line[256];
    int found = 0;
    snprintf(path, sizeof path, "%s/release", home);
    FILE *release = fopen(path, "r");
    if (release == NULL) {
        return 0;
    }
    while (!found && fgets(line, sizeof line, release) != NULL) {
        found = strncmp(line, "JAVA_VERSION=\"25", 16) == 0 && strchr("\".+-", line[16]) != NULL;
    }
    fclose(release);
    return found;
}

/* Cuts /bin/java from the end of a path. */
static void to_home(char *path) {
    static const char end[] = "/bin/java";
    size_t length = strlen(path);
    if (length >= sizeof end && strcmp(path + length - (sizeof end - 1), end) == 0) {
        path[length - (sizeof end - 1)] = 0;
    }
}

static int java_of_path(char *home) {
    const char *folder = environment("PATH");
    while (folder != NULL) {
        char java[PATH_MAX];
        size_t length = strcspn(folder, ":");
        snprintf(java, sizeof java, "%.*s/java", (int) length, folder);
        if (realpath(java, home) != NULL) {
            to_home(home);
            return is_java_25(home);
        }
        folder = folder[length] == ':' ? folder + length + 1 : NULL;
    }
    return 0;
}

static int java_of_system(char *home) {
    static const char folder[] = "/usr/lib/jvm";
    DIR *entries = opendir(folder);
    struct dirent *entry;
    int found = 0;
    while (entries != NULL && !found && (entry = readdir(entries)) != NULL) {
        snprintf(home, PATH_MAX, "%s/%s", folder, entry->d_name);
        found = is_java_25(home);
    }
    if (entries != NULL) {
        closedir(entries);
    }
    return found;
}

/* The folder of libpfm.so. */
static int own_folder(char *folder) {
    Dl_info info;
    char file[PATH_MAX];
    if (dladdr((void *) &functions, &info) == 0 || realpath(info.dli_fname, file) == NULL) {
        return 0;
    }
    *strrchr(file, '/') = 0;
    strcpy(folder, file);
    return 1;
}

/* Java of a distribution, beside the folder of libpfm.so. */
static int java_of_distribution(char *home) {
    char folder[PATH_MAX];
    return own_folder(folder) && snprintf(home, PATH_MAX, "%s/../java", folder) < PATH_MAX && is_java_25(home);
}

/* Finds the folder of Java 25. */
static int find_java(char *home) {
    const char *given = environment("PFM_JAVA");
    if (given != NULL) {
        snprintf(home, PATH_MAX, "%s", given);
        to_home(home);
        if (!is_java_25(home)) {
            fail("PFM_JAVA must name a folder with Java 25, was '%s'; get it from https://adoptium.net", given);
            return 0;
        }
        return 1;
    }
    if (java_of_distribution(home)) {
        return 1;
    }
    given = environment("JAVA_HOME");
    if (given != NULL && is_java_25(given)) {
        snprintf(home, PATH_MAX, "%s", given);
        return 1;
    }
    if (!java_of_path(home) && !java_of_system(home)) {
        fail("Java 25 must be installed, none was found by JAVA_HOME, on the PATH or in /usr/lib/jvm;"
             " get it from https://adoptium.net, or name its folder in PFM_JAVA");
        return 0;
    }
    return 1;
}

/* ---- jars ---- */

#ifndef PFM_CLASS_PATH
static int ends(const char *name, const char *end) {
    size_t length = strlen(name), tail = strlen(end);
    return length > tail && strcmp(name + length - tail, end) == 0;
}
#endif

/* The option with the class path, or NULL; for the life of the process. */
static char *class_path(void) {
    static const char name[] = "-Djava.class.path=";
#ifdef PFM_CLASS_PATH
    char *option = malloc(sizeof name + strlen(PFM_CLASS_PATH));
    return option == NULL ? NULL : strcat(strcpy(option, name), PFM_CLASS_PATH);
#else
    char folder[PATH_MAX];
    const char *given = environment("PFM_HOME");
    if (given != NULL) {
        snprintf(folder, sizeof folder, "%s", given);
    } else if (!own_folder(folder)) {
        fail("the folder with the jars of pfm must be known, was not; name it in PFM_HOME");
        return NULL;
    }
    DIR *entries = opendir(folder);
    struct dirent *entry;
    char *option = strdup(name);
    int kernels = 0, bindings = 0;
    while (entries != NULL && option != NULL && (entry = readdir(entries)) != NULL) {
        if (ends(entry->d_name, ".jar")) {
            char *longer = realloc(option, strlen(option) + strlen(folder) + strlen(entry->d_name) + 3);
            if (longer == NULL) {
                break;
            }
            option = longer;
            sprintf(option + strlen(option), "%s/%s:", folder, entry->d_name);
            kernels |= strncmp(entry->d_name, "kernels-java-", 13) == 0;
            bindings |= strncmp(entry->d_name, "bindings-", 9) == 0;
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
    if (!kernels || !bindings) {
        fail("%s must hold the jars of pfm beside libpfm.so, has %s; make the folder with ./pfm c-library, or name it"
             " in PFM_HOME", folder, kernels || bindings ? "only some" : "none");
        free(option);
        return NULL;
    }
    return option;
#endif
}

/* ---- the virtual machine ---- */

/* The one that runs in this process already, if there is one. */
static JavaVM *running_vm(void) {
    void *library = dlopen("libjvm.so", RTLD_NOW | RTLD_NOLOAD);
    created_vms created = library == NULL ? NULL : (created_vms) dlsym(library, "JNI_GetCreatedJavaVMs");
    JavaVM *vm = NULL;
    jsize count = 0;
    return created != NULL && created(&vm, 1, &count) == JNI_OK && count == 1 ? vm : NULL;
}

/* Starts one; this thread is attached to it. */
static JavaVM *start_vm(JNIEnv **env) {
    char home[PATH_MAX], file[PATH_MAX + 32];
    if (!find_java(home)) {
        return NULL;
    }
    JavaVMOption options[MOST_ARGUMENTS] = {
        {"--add-modules=jdk.incubator.vector", NULL}, {"--enable-native-access=ALL-UNNAMED", NULL},
        {"-XX:+DisplayVMOutputToStderr", NULL}, {"-Xrs", NULL}, {class_path(), NULL}};
    JavaVMInitArgs arguments = {JNI_VERSION_10, 5, options, JNI_FALSE};
    if (options[4].optionString == NULL) {
        return NULL;
    }
    const char *more = environment("PFM_JVM_ARGS");
    char *words = strdup(more == NULL ? "" : more), *rest = NULL;
    for (char *word = strtok_r(words, " ", &rest); word != NULL && arguments.nOptions < MOST_ARGUMENTS;
         word = strtok_r(NULL, " ", &rest)) {
        options[arguments.nOptions++].optionString = word;
    }
    snprintf(file, sizeof file, "%s/lib/server/libjvm.so", home);
    void *library = dlopen(file, RTLD_NOW);
    create_vm create = library == NULL ? NULL : (create_vm) dlsym(library, "JNI_CreateJavaVM");
    if (create == NULL) {
        const char *reason = dlerror();
        fail("%s must be a Java virtual machine for this program, was not: %s", file, reason == NULL ? "" : reason);
        return NULL;
    }
    JavaVM *vm = NULL;
    char *locale = strdup(setlocale(LC_ALL, NULL)); /* Java sets that of the environment */
    jint code = create(&vm, (void **) env, &arguments);
    setlocale(LC_ALL, locale);
    free(locale);
    if (code != JNI_OK) {
        fail("Java of %s must start, answered %d%s; its reason is on stderr", home, (int) code,
             more == NULL ? "" : ", given PFM_JVM_ARGS");
        return NULL;
    }
    return vm;
}

/* Makes the pending exception, if there is one, the failure. */
static int threw(JNIEnv *env) {
    jthrowable thrown = (*env)->ExceptionOccurred(env);
    if (thrown == NULL) {
        return 0;
    }
    (*env)->ExceptionClear(env);
    jmethodID describe = (*env)->GetMethodID(env, (*env)->GetObjectClass(env, thrown), "toString",
                                             "()Ljava/lang/String;");
    jstring text = (*env)->CallObjectMethod(env, thrown, describe);
    const char *utf8 = text == NULL ? NULL : (*env)->GetStringUTFChars(env, text, NULL);
    fail("Java must give the kernels, threw %s; are the jars of one version of pfm on its class path?",
         utf8 == NULL ? "an exception" : utf8);
    if (utf8 != NULL) {
        (*env)->ReleaseStringUTFChars(env, text, utf8);
    }
    (*env)->ExceptionClear(env);
    return 1;
}

/* The class, by the class path: FindClass would ask the loader of the Java code that called, if there is some. */
static jclass table_class(JNIEnv *env) {
    jclass loaders = (*env)->FindClass(env, "java/lang/ClassLoader");
    jmethodID system = (*env)->GetStaticMethodID(env, loaders, "getSystemClassLoader", "()Ljava/lang/ClassLoader;");
    jmethodID load = (*env)->GetMethodID(env, loaders, "loadClass", "(Ljava/lang/String;)Ljava/lang/Class;");
    jobject loader = (*env)->CallStaticObjectMethod(env, loaders, system);
    jstring name = (*env)->NewStringUTF(env, "pfm.abi.FunctionTable");
    jclass found = loader == NULL || name == NULL ? NULL : (*env)->CallObjectMethod(env, loader, load, name);
    return (*env)->ExceptionCheck(env) ? NULL : found;
}

static const pfm_functions *table(JNIEnv *env) {
    jclass type = table_class(env);
    jmethodID address = type == NULL ? NULL : (*env)->GetStaticMethodID(env, type, "address", "()J");
    jlong at = address == NULL ? 0 : (*env)->CallStaticLongMethod(env, type, address);
    if (threw(env)) {
        return NULL;
    }
    const pfm_functions *found = (const pfm_functions *) (intptr_t) at;
    if (found->version != PFM_ABI_VERSION || found->count < FUNCTIONS) {
        fail("the jars of pfm must have version %d of the interface with %d functions, had %d with %d; take libpfm.so"
             " and the jars of one version", PFM_ABI_VERSION, (int) FUNCTIONS, (int) found->version,
             (int) found->count);
        return NULL;
    }
    return found;
}

static void load(void) {
    JavaVM *vm = running_vm();
    JNIEnv *env = NULL;
    int attached = vm != NULL && (*vm)->GetEnv(vm, (void **) &env, JNI_VERSION_10) == JNI_OK;
    if (vm == NULL && (vm = start_vm(&env)) == NULL) {
        return;
    }
    if (env == NULL && (*vm)->AttachCurrentThreadAsDaemon(vm, (void **) &env, NULL) != JNI_OK) {
        fail("this thread must be attached to Java, was refused; is its stack at least 1 MiB?");
        return;
    }
    functions = table(env);
    if (!attached) { /* a call attaches its thread until it ends; JNI would do so for good */
        (*vm)->DetachCurrentThread(vm);
    }
}

const pfm_functions *pfm_load(pfm_error *error) {
    pthread_once(&once, load);
    if (functions == NULL && error != NULL) {
        *error = failure;
    }
    return functions;
}

/* ---- the functions of pfm.h ---- */

#define FORWARD(function, ...) \
    const pfm_functions *f = pfm_load(error); \
    return f == NULL ? PFM_UNAVAILABLE : f->function(__VA_ARGS__, error)

int32_t pfm_version_text(char *text, int64_t size, pfm_error *error) {
    FORWARD(version_text, text, size);
}

int32_t pfm_backends(char *text, int64_t size, pfm_error *error) {
    FORWARD(backends, text, size);
}

int32_t pfm_open(const char *backend, int32_t threads, pfm_kernels *kernels, pfm_error *error) {
    FORWARD(open, backend, threads, kernels);
}

int32_t pfm_close(pfm_kernels kernels, pfm_error *error) {
    FORWARD(close, kernels);
}

int32_t pfm_device(pfm_kernels kernels, char *text, int64_t size, pfm_error *error) {
    FORWARD(device, kernels, text, size);
}

int32_t pfm_angular_spectrum_plan(pfm_kernels kernels, const pfm_wave *wave, double distance, pfm_plan *plan,
                                  pfm_error *error) {
    FORWARD(angular_spectrum_plan, kernels, wave, distance, plan);
}

int32_t pfm_split_step_plan(pfm_kernels kernels, const pfm_wave *wave, const pfm_frame *frame,
                            const pfm_element *elements, int32_t count, pfm_plan *plan, pfm_error *error) {
    FORWARD(split_step_plan, kernels, wave, frame, elements, count, plan);
}

int32_t pfm_crossbar_plan(pfm_kernels kernels, const float *weights, int32_t outputs, int32_t inputs,
                          const char *device, pfm_plan *plan, pfm_error *error) {
    FORWARD(crossbar_plan, kernels, weights, outputs, inputs, device, plan);
}

int32_t pfm_plan_close(pfm_plan plan, pfm_error *error) {
    FORWARD(plan_close, plan);
}

int32_t pfm_propagate(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im, float *out_re,
                      float *out_im, pfm_error *error) {
    FORWARD(propagate, plan, batch, in_re, in_im, out_re, out_im);
}

int32_t pfm_adjoint(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im, float *out_re, float *out_im,
                    pfm_error *error) {
    FORWARD(adjoint, plan, batch, in_re, in_im, out_re, out_im);
}

int32_t pfm_propagate_interleaved(pfm_plan plan, int32_t batch, const float *in, float *out, pfm_error *error) {
    FORWARD(propagate_interleaved, plan, batch, in, out);
}

int32_t pfm_adjoint_interleaved(pfm_plan plan, int32_t batch, const float *in, float *out, pfm_error *error) {
    FORWARD(adjoint_interleaved, plan, batch, in, out);
}

int32_t pfm_reload(pfm_plan plan, pfm_error *error) {
    FORWARD(reload, plan);
}

int32_t pfm_gradient(pfm_plan plan, int32_t batch, const float *in_re, const float *in_im, const float *cotangent_re,
                     const float *cotangent_im, float *adjoint_re, float *adjoint_im, const pfm_derivatives *gradients,
                     int32_t count, pfm_error *error) {
    FORWARD(gradient, plan, batch, in_re, in_im, cotangent_re, cotangent_im, adjoint_re, adjoint_im, gradients, count);
}

int32_t pfm_gradient_interleaved(pfm_plan plan, int32_t batch, const float *in, const float *cotangent, float *adjoint,
                                 const pfm_derivatives *gradients, int32_t count, pfm_error *error) {
    FORWARD(gradient_interleaved, plan, batch, in, cotangent, adjoint, gradients, count);
}

int32_t pfm_multiply(pfm_plan plan, int32_t batch, const float *x, float *y, pfm_error *error) {
    FORWARD(multiply, plan, batch, x, y);
}

int32_t pfm_multiply_adjoint(pfm_plan plan, int32_t batch, const float *y, float *x, pfm_error *error) {
    FORWARD(multiply_adjoint, plan, batch, y, x);
}

int32_t pfm_network_open(pfm_kernels kernels, const char *file, pfm_network *network, pfm_error *error) {
    FORWARD(network_open, kernels, file, network);
}

int32_t pfm_network_shape(pfm_network network, int32_t *columns, int32_t *rows, int32_t *classes, pfm_error *error) {
    FORWARD(network_shape, network, columns, rows, classes);
}

int32_t pfm_network_classify(pfm_network network, int32_t count, const uint8_t *images, int32_t *labels, float *scores,
                             pfm_error *error) {
    FORWARD(network_classify, network, count, images, labels, scores);
}

int32_t pfm_network_close(pfm_network network, pfm_error *error) {
    FORWARD(network_close, network);
}

/*
 * Classifies the images of an IDX file with a network that `pfm train` wrote, and prints the accuracy.
 *
 *     cc classify.c -I DIR -L DIR -lpfm -Wl,-rpath,DIR -o classify
 *     ./classify NETWORK IMAGES LABELS [DECISIONS]
 *
 * Files are plain IDX; in bash, <(gunzip -c FILE.gz) stands for a compressed one. DECISIONS receives a class per line.
 */
#include <pfm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static pfm_error error;

static void check(int32_t code) {
    if (code != PFM_OK) {
        fprintf(stderr, "classify: %s\n", error.message);
        exit(2);
    }
}

static void fail(const char *file, const char *what) {
    fprintf(stderr, "classify: %s %s\n", file, what);
    exit(2);
}

/* Reads an IDX file of bytes: its sizes and all of its values. */
static uint8_t *read_idx(const char *file, int dimensions, size_t *sizes) {
    uint8_t head[4 + 4 * 3];
    size_t length = 4 + 4 * (size_t) dimensions, count = 1;
    FILE *in = fopen(file, "rb");
    if (in == NULL) {
        fail(file, "must be a file that can be read");
    }
    if (fread(head, 1, length, in) != length || memcmp(head, "\0\0\x08", 3) != 0 || head[3] != dimensions) {
        fail(file, "must be a plain IDX file of bytes; unpack it with gunzip if it is compressed");
    }
    for (int d = 0; d < dimensions; d++) {
        const uint8_t *b = head + 4 + 4 * d;
        sizes[d] = (size_t) b[0] << 24 | (size_t) b[1] << 16 | (size_t) b[2] << 8 | b[3];
        count *= sizes[d];
    }
    uint8_t *values = malloc(count > 0 ? count : 1);
    if (values == NULL || fread(values, 1, count, in) != count) {
        fail(file, "must hold all of its values, ended early");
    }
    fclose(in);
    return values;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: classify NETWORK IMAGES LABELS [DECISIONS]\n");
        return 2;
    }
    size_t shape[3], labelled[1];
    uint8_t *images = read_idx(argv[2], 3, shape);
    uint8_t *labels = read_idx(argv[3], 1, labelled);

    pfm_kernels kernels;
    pfm_network network;
    char device[256];
    int32_t columns, rows, classes;
    check(pfm_open("auto", 0, &kernels, &error));
    check(pfm_device(kernels, device, sizeof device, &error));
    check(pfm_network_open(kernels, argv[1], &network, &error));
    check(pfm_network_shape(network, &columns, &rows, &classes, &error));
    if (shape[0] != labelled[0] || shape[1] != (size_t) rows || shape[2] != (size_t) columns) {
        fail(argv[2], "must have a label for each image, and images of the size that the network takes");
    }

    int32_t count = (int32_t) shape[0], right = 0;
    int32_t *decisions = malloc((size_t) count * sizeof *decisions);
    if (decisions == NULL) {
        fail(argv[2], "must fit into memory");
    }
    check(pfm_network_classify(network, count, images, decisions, NULL, &error));
    for (int32_t i = 0; i < count; i++) {
        right += decisions[i] == labels[i];
    }
    printf("device     %s\n", device);
    printf("images     %d of %dx%d pixels, %d classes\n", count, columns, rows, classes);
    printf("accuracy   %.2f %%\n", 100.0 * right / count);

    if (argc > 4) {
        FILE *out = fopen(argv[4], "w");
        for (int32_t i = 0; out != NULL && i < count; i++) {
            fprintf(out, "%d\n", decisions[i]);
        }
        if (out == NULL || fclose(out) != 0) {
            fail(argv[4], "must be a file that can be written");
        }
    }
    check(pfm_close(kernels, &error)); /* with the network */
    free(decisions);
    free(labels);
    free(images);
    return 0;
}

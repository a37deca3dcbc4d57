// y[b][o] = factor sum over j < inputs of w[j][o] x[b][j], in tiles of SIDE vectors by SIDE outputs: a group takes
// DEPTH rows of both into local memory at a time, so that a number is read from global memory once for SIDE products,
// and each of its work-items makes 4 by 4 sums, two reads of local memory for 16 multiply-adds.
#define SIDE 64
#define DEPTH 16
#define ITEMS 256
#define PITCH (SIDE + 4) // neighbours in depth are written to different banks

__kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1)))
void tiledProduct(int batch, int outputs, int inputs, __global const float *w, int wPitch, long wAt,
        __global const float *x, int xPitch, int xAt, __global float *y, int yPitch, int yAt, float factor) {
    __local float weights[DEPTH * SIDE];
    __local float vectors[DEPTH * PITCH];
    int id = get_local_id(0);
    int o = get_group_id(0) * SIDE;
    int b = get_group_id(1) * SIDE;
    int column = 4 * (id % (SIDE / 4));
    int row = 4 * (id / (SIDE / 4));
    float4 sum[4];
    #pragma unroll
    for (int r = 0; r < 4; r++) {
        sum[r] = 0;
    }
    for (int first = 0; first < inputs; first += DEPTH) {
        for (int e = id; e < DEPTH * SIDE; e += ITEMS) {
            int j = first + e / SIDE;
            int of = o + e % SIDE;
            weights[e] = j < inputs && of < outputs ? w[wAt + j * (long) wPitch + of] : 0;
            int depth = e % DEPTH;
            int by = b + e / DEPTH;
            vectors[depth * PITCH + e / DEPTH] = first + depth < inputs && by < batch
                    ? x[by * (long) xPitch + xAt + first + depth] : 0;
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        #pragma unroll
        for (int d = 0; d < DEPTH; d++) {
            float4 weight = vload4(0, weights + d * SIDE + column);
            float4 vector = vload4(0, vectors + d * PITCH + row);
            sum[0] = fma(weight, (float4) vector.x, sum[0]);
            sum[1] = fma(weight, (float4) vector.y, sum[1]);
            sum[2] = fma(weight, (float4) vector.z, sum[2]);
            sum[3] = fma(weight, (float4) vector.w, sum[3]);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    for (int r = 0; r < 4; r++) {
        if (b + row + r < batch) {
            __global float *out = y + (b + row + r) * (long) yPitch + yAt + o + column;
            float4 result = sum[r] * factor;
            if (o + column + 3 < outputs) {
                vstore4(result, 0, out);
            } else {
                float one[4] = {result.x, result.y, result.z, result.w};
                for (int c = 0; o + column + c < outputs; c++) {
                    out[c] = one[c];
                }
            }
        }
    }
}

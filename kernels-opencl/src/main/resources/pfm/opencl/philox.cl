// Philox4x32-10 of a counter under a key: the words of pfm.noise.Philox.
// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
static inline uint4 philox(uint4 c, uint k0, uint k1) {
    for (int round = 0; round < 10; round++) {
        uint high0 = mul_hi(0xD2511F53u, c.x);
        uint high1 = mul_hi(0xCD9E8D57u, c.z);
        c = (uint4) (high1 ^ c.y ^ k0, 0xCD9E8D57u * c.z, high0 ^ c.w ^ k1, 0xD2511F53u * c.x);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c;
}

/**
 * Physical neural networks: light that carries an image passes masks, gaps and slabs, detectors count it, and
 * electronics may follow. A {@link pfm.model.Network} is designed ({@link pfm.model.Diffractive}), trained ({@link
 * pfm.model.Training}), kept in a file ({@link pfm.model.NetworkFile}) and used ({@link pfm.model.Inference}).
 */
package pfm.model;

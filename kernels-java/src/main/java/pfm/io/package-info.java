/**
 * Files in and out: NPY, IDX, safetensors and JSON, read strictly and written whole or not at all. What is wrong with a
 * file is a {@link pfm.io.MalformedFileException}: one line with file, byte, expectation and remedy.
 */
package pfm.io;

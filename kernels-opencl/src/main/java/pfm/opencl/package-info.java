/** The OpenCL backend. */
package pfm.opencl;

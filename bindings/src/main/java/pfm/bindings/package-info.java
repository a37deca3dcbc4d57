/** Where Java meets native code, through the Foreign Function and Memory API. */
package pfm.bindings;

/** Parameters that change how fast a backend is, never what it computes. */
package pfm.tuning;

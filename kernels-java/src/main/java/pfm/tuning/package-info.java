/** Parameters that change how fast a backend is, never what it computes, and where tuned ones are kept. */
package pfm.tuning;

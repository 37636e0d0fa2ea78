/** Load on stores across a network: threads, keys, closed or open, against whatever can be asked for a decision. */
package dev.faregate.jmh.load;

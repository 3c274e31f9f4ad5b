package dev.holdfast.impl;

/**
 * What a superclass has comes first in an object: so what a subclass adds is a cache line away from
 * whatever lies before the object, and two domains that write to neighbours do not wait for each
 * other's processors.
 */
@SuppressWarnings(
    "unused") // to be there is all they do; ints, which leave no gap behind the header
abstract class Padding {
  private int p0;
  private int p1;
  private int p2;
  private int p3;
  private int p4;
  private int p5;
  private int p6;
  private int p7;
  private int p8;
  private int p9;
  private int p10;
  private int p11;
  private int p12;
  private int p13;
  private int p14;
  private int p15;
}

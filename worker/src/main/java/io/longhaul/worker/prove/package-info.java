/**
 * Runs one migration again and again on scratch databases, each time with another disturbance, and tells where it is
 * not safe. The runs are real ones, by the parts that workers consist of; it knows how to disturb them and what to
 * compare, and must not know how an operation is carried out.
 */
@NullMarked
package io.longhaul.worker.prove;

import org.jspecify.annotations.NullMarked;

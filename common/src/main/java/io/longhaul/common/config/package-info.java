/**
 * What a program is told from outside: environment variables or one YAML file, turned into typed settings that are
 * valid or say what is wrong. It knows no service and opens nothing.
 */
@NullMarked
package io.longhaul.common.config;

import org.jspecify.annotations.NullMarked;

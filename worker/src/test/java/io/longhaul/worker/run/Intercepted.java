package io.longhaul.worker.run;

import io.longhaul.worker.target.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A real target whose calls pass through somebody's hands. */
final class Intercepted {

    private Intercepted() {}

    /** What becomes of a call. */
    interface Hands {
        Object pass(Method method, Object[] arguments) throws Throwable;
    }

    /** Throws what the hands throw, and what the target itself threw as it was. */
    static Target by(Hands hands) {
        return (Target) Proxy.newProxyInstance(
                Target.class.getClassLoader(), new Class<?>[] {Target.class}, (proxy, method, arguments) -> {
                    try {
                        return hands.pass(method, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}

package dev.realtime.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One request in a container that a test drives by hand: the strictest of those that were measured.
 *
 * <p>What a container would punish is kept as a violation: a write or flush without a fresh {@code isReady()} on its own
 * thread, anything after the response is over, a status off the container's thread, a second {@code complete()}. A call
 * that is not faked throws.
 */
final class FakeExchange {
    /** Something that happens in the middle of a call of the output. */
    interface Interruption {
        void run() throws IOException;
    }

    /** What the response buffers where it is not told. */
    static final int BUFFER = 32 << 10;

    // The request.
    private final Map<String, List<String>> requestHeaders = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Object> attributes = new HashMap<>();
    private String method = "GET";
    private String pathInfo;
    private String query;
    private byte[] requestBody = {};
    private long contentLength = -1;
    private boolean secure;
    private boolean asyncSupported = true;
    private String serverName = "app.example";
    private int serverPort = 80;
    private String user;

    // The response.
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Output out = new Output();
    private int status = 200;
    private volatile boolean committed;

    // The container.
    private final HttpServletRequest request = fake(HttpServletRequest.class, new Request());
    private final HttpServletResponse response = fake(HttpServletResponse.class, new Response());
    private final AsyncContext context = fake(AsyncContext.class, new Async());
    private final List<AsyncListener> listeners = new CopyOnWriteArrayList<>();
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final ThreadLocal<Boolean> mayWrite = ThreadLocal.withInitial(() -> false);
    private final ThreadLocal<Boolean> inService = ThreadLocal.withInitial(() -> false);
    private Servlet servlet;
    private volatile boolean asyncStarted;
    private volatile boolean dispatchWanted;
    private volatile boolean completeCalled;
    private volatile boolean over;

    // What the test decides.
    private volatile long room = Long.MAX_VALUE;
    private volatile boolean notified = true;
    private volatile Interruption duringWrite = () -> {};
    private volatile Interruption duringFlush = () -> {};
    private volatile Interruption duringFlushBuffer = () -> {};
    private volatile Runnable duringIsReady = () -> {};
    private volatile Runnable duringComplete = () -> {};
    private volatile Runnable duringSetWriteListener = () -> {};

    private FakeExchange(String pathInfo, String query) {
        this.pathInfo = pathInfo;
        this.query = query;
    }

    // ---- the request ----

    /** A GET of a path under the servlet, such as {@code /sse?topic=a}. */
    static FakeExchange get(String target) {
        int mark = target.indexOf('?');
        return mark < 0
                ? new FakeExchange(target, null)
                : new FakeExchange(target.substring(0, mark), target.substring(mark + 1));
    }

    static FakeExchange post(String target, String contentType, String body) {
        return post(target, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static FakeExchange post(String target, String contentType, byte[] body) {
        FakeExchange exchange = get(target).method("POST");
        exchange.requestBody = body;
        exchange.contentLength = body.length;
        return contentType == null ? exchange : exchange.header("Content-Type", contentType);
    }

    FakeExchange method(String name) {
        method = name;
        return this;
    }

    FakeExchange header(String name, String value) {
        requestHeaders.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
        return this;
    }

    FakeExchange contentLength(long length) {
        contentLength = length;
        return this;
    }

    FakeExchange secure() {
        secure = true;
        return this;
    }

    FakeExchange server(String name, int port) {
        serverName = name;
        serverPort = port;
        return this;
    }

    FakeExchange user(String name) {
        user = name;
        return this;
    }

    FakeExchange withoutAsync() {
        asyncSupported = false;
        return this;
    }

    HttpServletRequest request() {
        return request;
    }

    HttpServletResponse response() {
        return response;
    }

    // ---- what the container does ----

    /** Hands the request to the servlet on this thread, and again for each dispatch. */
    FakeExchange serve(Servlet target) throws IOException {
        servlet = target;
        do {
            dispatchWanted = false;
            asyncStarted = false;
            inService.set(true);
            try {
                servlet.service(request, response);
            } catch (ServletException e) {
                throw new AssertionError(e);
            } finally {
                inService.set(false);
            }
        } while (dispatchWanted);
        if (completeCalled) {
            complete();
        }
        if (!asyncStarted) {
            over = true;
        }
        return this;
    }

    /** The client takes no more than this many bytes from now on. */
    FakeExchange room(long count) {
        room = count;
        return this;
    }

    /** The client takes this many bytes more, and the container says so if it was asked before. */
    void take(long count) throws IOException {
        room = count;
        if (!notified) {
            onWritePossible();
        }
    }

    void onWritePossible() throws IOException {
        notified = true;
        out.listener.onWritePossible();
    }

    void writeError(Throwable failure) {
        over = true;
        out.listener.onError(failure);
    }

    void error(Throwable failure) throws IOException {
        over = true;
        for (AsyncListener listener : listeners) {
            listener.onError(new AsyncEvent(context, failure));
        }
    }

    /** After which the container ends it: until then it can be written to. */
    void timeout() throws IOException {
        for (AsyncListener listener : listeners) {
            listener.onTimeout(new AsyncEvent(context));
        }
        over = true;
    }

    /** The container ends the request, by itself or because it was told to. */
    void complete() throws IOException {
        over = true;
        for (AsyncListener listener : listeners) {
            listener.onComplete(new AsyncEvent(context));
        }
    }

    FakeExchange duringWrite(Interruption interruption) {
        duringWrite = interruption;
        return this;
    }

    FakeExchange duringFlush(Interruption interruption) {
        duringFlush = interruption;
        return this;
    }

    FakeExchange duringFlushBuffer(Interruption interruption) {
        duringFlushBuffer = interruption;
        return this;
    }

    FakeExchange duringIsReady(Runnable interruption) {
        duringIsReady = interruption;
        return this;
    }

    FakeExchange duringComplete(Runnable interruption) {
        duringComplete = interruption;
        return this;
    }

    FakeExchange duringSetWriteListener(Runnable interruption) {
        duringSetWriteListener = interruption;
        return this;
    }

    // ---- what came of it ----

    int status() {
        return status;
    }

    String header(String name) {
        return headers.get(name);
    }

    Map<String, String> headers() {
        return headers;
    }

    String body() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** What was written since this was last called. */
    String news() {
        String all = body();
        bytes.reset();
        return all;
    }

    /** Whether the request is waiting for something. */
    boolean isOpen() {
        return !over;
    }

    List<String> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** Puts a word of the test's own among the calls. */
    void note(String word) {
        called(word);
    }

    long completions() {
        return calls().stream().filter("complete"::equals).count();
    }

    FakeExchange assertNoViolations() {
        assertThat(violations).isEmpty();
        return this;
    }

    List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    private void called(String call) {
        calls.add(call);
    }

    private void checkOutput(String call) {
        called(call);
        if (over) {
            violations.add(call + " after the end");
        }
        if (!mayWrite.get()) {
            violations.add(call + " without isReady()");
        }
        mayWrite.set(false);
    }

    private void checkHead(String call) {
        if (!inService.get()) {
            violations.add(call + " off the container's thread");
        }
    }

    /** Everything by name that {@code handler} declares; the rest throws. */
    static <T> T fake(Class<T> type, Object handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, call, args) -> {
            try {
                Method method = handler.getClass().getDeclaredMethod(call.getName(), call.getParameterTypes());
                method.setAccessible(true);
                return method.invoke(handler, args);
            } catch (NoSuchMethodException e) {
                throw new UnsupportedOperationException(type.getSimpleName() + " is asked to " + call, e);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    @SuppressWarnings("unused") // called by name
    private final class Request {
        String getMethod() {
            return method;
        }

        String getPathInfo() {
            return pathInfo;
        }

        String getQueryString() {
            return query;
        }

        String getHeader(String name) {
            List<String> values = requestHeaders.get(name);
            return values == null ? null : values.get(0);
        }

        Enumeration<String> getHeaders(String name) {
            return Collections.enumeration(requestHeaders.getOrDefault(name, List.of()));
        }

        Enumeration<String> getHeaderNames() {
            return Collections.enumeration(requestHeaders.keySet());
        }

        String getContentType() {
            return getHeader("Content-Type");
        }

        long getContentLengthLong() {
            return contentLength;
        }

        ServletInputStream getInputStream() {
            return new Input(requestBody);
        }

        Object getAttribute(String name) {
            return attributes.get(name);
        }

        void setAttribute(String name, Object value) {
            attributes.put(name, value);
        }

        void removeAttribute(String name) {
            attributes.remove(name);
        }

        String getRemoteAddr() {
            return "192.0.2.1";
        }

        Principal getUserPrincipal() {
            return user == null ? null : () -> user;
        }

        boolean isSecure() {
            return secure;
        }

        String getServerName() {
            return serverName;
        }

        int getServerPort() {
            return serverPort;
        }

        boolean isAsyncSupported() {
            return asyncSupported;
        }

        AsyncContext startAsync() {
            checkHead("startAsync");
            called("startAsync");
            if (asyncStarted || over) {
                throw new IllegalStateException("already started");
            }
            asyncStarted = true;
            return context;
        }
    }

    @SuppressWarnings("unused") // called by name
    private final class Response {
        void setHeader(String name, String value) {
            checkHead(name);
            headers.put(name, value);
        }

        void setStatus(int code) {
            checkHead("setStatus");
            status = code;
        }

        void setContentType(String type) {
            setHeader("Content-Type", type);
        }

        void setContentLength(int length) {
            if (committed) {
                violations.add("setContentLength after the headers were sent");
            }
            headers.put("Content-Length", String.valueOf(length)); // on any thread: every container takes it
        }

        int getBufferSize() {
            return BUFFER;
        }

        void setBufferSize(int size) {
            if (committed) {
                violations.add("setBufferSize after the headers were sent");
            }
            called("setBufferSize " + size);
        }

        ServletOutputStream getOutputStream() {
            return out;
        }

        boolean isCommitted() {
            return committed;
        }

        void flushBuffer() throws IOException {
            called("flushBuffer");
            committed = true;
            duringFlushBuffer.run();
        }
    }

    @SuppressWarnings("unused") // called by name
    private final class Async {
        ServletRequest getRequest() {
            return request;
        }

        ServletResponse getResponse() {
            return response;
        }

        void setTimeout(long millis) {
            called("setTimeout " + millis);
        }

        void addListener(AsyncListener listener) {
            listeners.add(listener);
        }

        void complete() throws IOException {
            called("complete");
            duringComplete.run();
            if (over || completeCalled) {
                throw new IllegalStateException("the request is over");
            }
            completeCalled = true;
            if (!inService.get()) {
                FakeExchange.this.complete();
            }
        }

        void dispatch() throws IOException {
            called("dispatch");
            if (over) {
                throw new IllegalStateException("the request is over");
            }
            dispatchWanted = true;
            if (!inService.get()) {
                serve(servlet);
            }
        }
    }

    private final class Output extends ServletOutputStream {
        private WriteListener listener;

        @Override
        public boolean isReady() {
            duringIsReady.run();
            boolean ready = room > 0;
            notified = ready;
            mayWrite.set(ready);
            called(ready ? "isReady" : "isReady no");
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener writeListener) {
            called("setWriteListener");
            listener = writeListener;
            duringSetWriteListener.run();
        }

        @Override
        public void write(int b) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (listener == null) { // the plain way, before anything is asynchronous
                bytes.write(source, offset, length);
                return;
            }
            checkOutput("write " + length);
            duringWrite.run();
            room = Math.max(0, room - length);
            bytes.write(source, offset, length);
        }

        @Override
        public void flush() throws IOException {
            checkOutput("flush");
            committed = true;
            duringFlush.run();
        }
    }

    private static final class Input extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        Input(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(jakarta.servlet.ReadListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}

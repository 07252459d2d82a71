#pragma once

#include <microhttpd.h>
#include <stdarg.h>
#include <stdio.h>

/* Swift cannot call variadic functions, nor read a va_list. Nothing else belongs here. */

/* What a daemon calls. It outlives the daemon, and so does everything it points at. */
struct soleus_mhd_callbacks {
    /* Receives each message of the library's log, formatted and cut at 255 bytes. */
    void (*log)(const char *message);
    MHD_AccessHandlerCallback handle;
    MHD_NotifyConnectionCallback connection;
    MHD_RequestCompletedCallback completed;
    void *(*target)(void *cls, const char *target, struct MHD_Connection *connection);
    size_t (*unescape)(void *cls, struct MHD_Connection *connection, char *text);
    /* The first argument of every callback but `log`. */
    void *cls;
};

static inline void soleus_mhd_format(void *callbacks, const char *format, va_list arguments) {
    char message[256];
    vsnprintf(message, sizeof message, format, arguments);
    ((const struct soleus_mhd_callbacks *)callbacks)->log(message);
}

/*
 * Starts a daemon without a thread and without a listening socket: its owner accepts, polls and runs it.
 * `certificate` and `key` are PEM texts, both or neither. The library's own timeout stays off: it counts idleness only.
 */
static inline struct MHD_Daemon *soleus_mhd_start(
    struct soleus_mhd_callbacks *callbacks, unsigned int connection_limit, size_t connection_memory,
    const char *certificate, const char *key) {
    unsigned int flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL},
    };
    if (certificate && key) {
        flags |= MHD_USE_TLS;
    } else {
        tls[0].option = MHD_OPTION_END;
    }
    return MHD_start_daemon(
        flags, 0, NULL, NULL, callbacks->handle, callbacks->cls,
        /* First, so that it hears about every option after it. */
        MHD_OPTION_EXTERNAL_LOGGER, &soleus_mhd_format, (void *)callbacks,
        MHD_OPTION_CONNECTION_LIMIT, connection_limit,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory,
        MHD_OPTION_CONNECTION_TIMEOUT, 0u,
        /* Not strict: for a missing Host the library repeats the header block inside its own answer, and for a blank
           in the target it closes without one. Our gate refuses both, and answers. */
        MHD_OPTION_STRICT_FOR_CLIENT, 0,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1,
        MHD_OPTION_NOTIFY_CONNECTION, callbacks->connection, callbacks->cls,
        MHD_OPTION_NOTIFY_COMPLETED, callbacks->completed, callbacks->cls,
        MHD_OPTION_URI_LOG_CALLBACK, callbacks->target, callbacks->cls,
        MHD_OPTION_UNESCAPE_CALLBACK, callbacks->unescape, callbacks->cls,
        MHD_OPTION_ARRAY, tls,
        MHD_OPTION_END);
}

/* What the connection notification stored for the connection, or NULL. */
static inline void *soleus_mhd_socket_context(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* The connection's socket, or -1. */
static inline int soleus_mhd_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? info->connect_fd : -1;
}

/* The descriptor that becomes readable when the daemon has something to do, or -1. */
static inline int soleus_mhd_epoll(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
    return info ? info->epoll_fd : -1;
}

/* Writes to the client through the connection's TLS session, and ends it. Returns 0 if there is none, and nothing was
   written. */
ssize_t gnutls_record_send(void *session, const void *bytes, size_t count);
int gnutls_bye(void *session, int how);
static inline int soleus_mhd_send_tls(struct MHD_Connection *connection, const void *bytes, size_t count) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
    if (!info || !info->tls_session) return 0;
    (void)gnutls_record_send(info->tls_session, bytes, count);
    (void)gnutls_bye(info->tls_session, 1 /* GNUTLS_SHUT_WR */);
    return 1;
}

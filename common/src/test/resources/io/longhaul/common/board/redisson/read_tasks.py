"""Prints how Celery itself sees the tasks whose ids are given, as one JSON object."""
import json
import sys

from celery import Celery
from celery.result import AsyncResult

app = Celery(backend=sys.argv[1])


def exception(value):
    if not isinstance(value, BaseException):
        return None
    return {"type": type(value).__name__, "module": type(value).__module__, "text": str(value)}


def seen(task_id):
    task = AsyncResult(task_id, app=app)
    return {
        "state": task.state,
        "ready": task.ready(),
        "successful": task.successful(),
        "failed": task.failed(),
        "result": task.result if isinstance(task.result, dict) else None,
        "info": task.info if isinstance(task.info, dict) else None,
        "exception": exception(task.result),
        "traceback": task.traceback,
        "children": task.children,
        "date_done": str(task.date_done) if task.date_done else None,
        "name": task.name,
        "args": task.args,
        "kwargs": task.kwargs,
        "worker": task.worker,
        "queue": task.queue,
        "retries": task.retries,
    }


print(json.dumps({task_id: seen(task_id) for task_id in sys.argv[2:]}))

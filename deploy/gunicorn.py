"""How gunicorn serves the product; every value can be changed on its command line."""

bind = "0.0.0.0:8000"
workers = 2
threads = 4
timeout = 60
graceful_timeout = 30  # a page that is under way is finished
control_socket_disable = True
max_requests = 5000
max_requests_jitter = 500

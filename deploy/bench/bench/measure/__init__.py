"""What is read from outside: processes and the machine from /proc, the stores and the services by their own words."""

"""Background work without Discord: submitter, poller, collector, reaper, courier; one loop."""

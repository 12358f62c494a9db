"""The build engine: from changed files to written pages. Start in run.py; pipeline.py has the steps in order."""
